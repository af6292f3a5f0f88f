package main

import (
	"testing"
	"time"
)

func TestTheDayOfTheDeadlineIsInTimeToItsEnd(t *testing.T) {
	zone, err := stockholm()
	if err != nil {
		t.Fatal(err)
	}
	for now, want := range map[string]string{
		"2011-12-15 23:59": "2011-10", "2011-12-16 00:00": "2011-11", "2011-12-31 12:00": "2011-11",
		"2012-01-01 00:00": "2011-11", "2012-01-16 00:00": "2011-12",
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", now, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := newestDue(at, 15).String(); got != want {
			t.Errorf("%s: %s, want %s", now, got, want)
		}
	}
	if p := newestDue(time.Date(2011, 12, 16, 0, 0, 0, 0, zone), 15); deadline(p, 15).Format(time.DateOnly) != "2011-12-15" {
		t.Errorf("got %v", deadline(p, 15))
	}
}
