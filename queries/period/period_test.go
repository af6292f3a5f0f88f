package period

import (
	"testing"
	"time"
)

func TestTextFormReadsBack(t *testing.T) {
	for _, s := range []string{"2011-11", "2017", "0999-01"} {
		p, err := Parse(s)
		if err != nil || p.String() != s {
			t.Errorf("%s: got %s, %v", s, p, err)
		}
	}
	for _, s := range []string{"", "2011-13", "2011-00", "2011-1", "november 2011", "20111", "2011-11-01", "2011-", "-11", "2011-1a", "+011", "２０１１"} {
		if p, err := Parse(s); err == nil {
			t.Errorf("%q passed as %s", s, p)
		}
	}
}

func TestLastDayKnowsLeapYears(t *testing.T) {
	for s, want := range map[string]string{"2012-02": "2012-02-29", "2011-02": "2011-02-28", "2011-12": "2011-12-31", "2017": "2017-12-31"} {
		p, _ := Parse(s)
		if got := p.Last().Format(time.DateOnly); got != want {
			t.Errorf("%s: got %s, want %s", s, got, want)
		}
	}
}

func TestMonthsAreCountedOverTheTurnOfTheYear(t *testing.T) {
	nov := Month(2011, time.November)
	if got := nov.Add(3).String(); got != "2012-02" {
		t.Errorf("got %s", got)
	}
	if got := nov.Add(-11).String(); got != "2010-12" {
		t.Errorf("got %s", got)
	}
	if got := len(Between(nov, Month(2012, time.March))); got != 5 {
		t.Errorf("got %d months", got)
	}
	if Year(2011).Compare(Month(2011, time.January)) >= 0 || nov.Compare(nov) != 0 {
		t.Error("a year must come before its months")
	}
}
