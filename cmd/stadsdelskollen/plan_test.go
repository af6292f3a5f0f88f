package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/robfig/cron/v3"
)

// due lists when an expression is due from one time of Stockholm's to another.
func due(t *testing.T, expression, from, to string) []string {
	t.Helper()
	p, err := parsePlan(expression)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse(time.RFC3339, from)
	if err != nil {
		t.Fatal(err)
	}
	end, err := time.Parse(time.RFC3339, to)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for at = p.next(at); !at.IsZero() && at.Before(end); at = p.next(at) {
		out = append(out, at.In(p.zone).Format("02 15:04 -07"))
	}
	return out
}

func TestAFixedTimeComesOnceOnTheDaysWhenTheClockIsChanged(t *testing.T) {
	const spring, afterSpring = "2026-03-28T12:00:00+01:00", "2026-03-30T12:00:00+02:00"
	const autumn, afterAutumn = "2026-10-24T12:00:00+02:00", "2026-10-26T12:00:00+01:00"
	for _, c := range []struct {
		expression, from, to string
		want                 []string
	}{
		{"30 2 * * *", spring, afterSpring, []string{"29 03:00 +02", "30 02:30 +02"}},
		{"0,30 2 * * *", spring, afterSpring, []string{"29 03:00 +02", "30 02:00 +02", "30 02:30 +02"}},
		{"0 2,3 * * *", spring, afterSpring, []string{"29 03:00 +02", "30 02:00 +02", "30 03:00 +02"}},
		{"0 6 * * *", spring, afterSpring, []string{"29 06:00 +02", "30 06:00 +02"}},
		{"30 1,3 29 3 *", spring, afterSpring, []string{"29 01:30 +01", "29 03:30 +02"}},
		{"30 2 29 3 *", spring, afterSpring, []string{"29 03:00 +02"}},
		{"30 2 * * *", autumn, afterAutumn, []string{"25 02:30 +02", "26 02:30 +01"}},
		{"0 2,3 25 * *", autumn, afterAutumn, []string{"25 02:00 +02", "25 03:00 +01"}},
		{"30 2 * * *", "2026-10-25T02:10:00+01:00", afterAutumn, []string{"26 02:30 +01"}},
		{"30 2 * * *", "2026-10-25T02:30:00+02:00", afterAutumn, []string{"26 02:30 +01"}},
		{"@daily", spring, afterSpring, []string{"29 00:00 +01", "30 00:00 +02"}},
		{"0 6 16 * *", "2026-11-15T00:00:00+01:00", "2027-01-20T00:00:00+01:00", []string{"16 06:00 +01", "16 06:00 +01", "16 06:00 +01"}},
	} {
		if diff := cmp.Diff(c.want, due(t, c.expression, c.from, c.to)); diff != "" {
			t.Errorf("%s from %s: %s", c.expression, c.from, diff)
		}
	}
}

func TestAJobOfEveryHourComesInEveryHourThatPasses(t *testing.T) {
	for day, want := range map[string]int{"2026-03-29": 23, "2026-10-25": 25, "2026-06-01": 24} {
		zone, err := stockholm()
		if err != nil {
			t.Fatal(err)
		}
		from, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			t.Fatal(err)
		}
		begin, end := from.Add(-time.Second).Format(time.RFC3339), from.AddDate(0, 0, 1).Format(time.RFC3339)
		if got := due(t, "0 * * * *", begin, end); len(got) != want {
			t.Errorf("%s: %v", day, got)
		}
		if got := due(t, "*/20 * * * *", begin, end); len(got) != 3*want {
			t.Errorf("%s: %v", day, got)
		}
	}
}

// TestTheCronLibraryAloneSkipsAndRepeats holds the reason for plan: should
// the library change its ways, this says so.
func TestTheCronLibraryAloneSkipsAndRepeats(t *testing.T) {
	zone, err := stockholm()
	if err != nil {
		t.Fatal(err)
	}
	s, err := cron.ParseStandard("CRON_TZ=Europe/Stockholm 30 2 * * *")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Next(time.Date(2026, 3, 29, 0, 0, 0, 0, zone)); got.Day() != 30 {
		t.Errorf("spring: next is %v", got)
	}
	first := s.Next(time.Date(2026, 10, 25, 0, 0, 0, 0, zone))
	if second := s.Next(first); second.Sub(first) != time.Hour {
		t.Errorf("autumn: %v, then %v", first, second)
	}
}

func TestAnExpressionThatCannotBeMeantIsRefused(t *testing.T) {
	for _, bad := range []string{"varje dag", "0 6 30 2 *", "TZ=UTC 0 6 * * *", "CRON_TZ=UTC 0 6 * * *", "61 * * * *", "@reboot", ""} {
		if _, err := parsePlan(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
