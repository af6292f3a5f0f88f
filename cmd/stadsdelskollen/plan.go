package main

import (
	"errors"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// plan says when a job is due. Times are those of Stockholm's clock, and the two days a year
// when it is changed have to be thought of: robfig/cron steps through instants, so that a job at
// 02:30 is skipped on the spring day, which has no 02:30, and run twice on the autumn day, which
// has two. Here a fixed hour is a time on the clock: one that does not exist is due when the
// clock has been put forward (03:00), and one that comes twice is due the first time. A job of
// every hour (`*`) is due in every hour that passes, 23 in spring and 25 in autumn.
type plan struct {
	cron cron.Schedule
	// wall says that cron is asked in clock time, written as if it were UTC.
	wall bool
	zone *time.Location
}

var errZone = errors.New("times are always those of Stockholm; leave out TZ=")

func stockholm() (*time.Location, error) { return time.LoadLocation("Europe/Stockholm") }

// parsePlan reads a cron expression of five fields, or @daily, @every 6h and
// their like.
func parsePlan(expression string) (plan, error) {
	if strings.Contains(expression, "TZ=") {
		return plan{}, errZone
	}
	zone, err := stockholm()
	if err != nil {
		return plan{}, err
	}
	parsed, err := cron.ParseStandard(expression)
	if err != nil {
		return plan{}, err
	}
	p := plan{cron: parsed, zone: zone}
	if spec, ok := parsed.(*cron.SpecSchedule); ok {
		p.wall = !everyHour(spec.Hour)
		spec.Location = zone
		if p.wall {
			spec.Location = time.UTC
		}
	}
	if p.next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return plan{}, errors.New("that day never comes")
	}
	return p, nil
}

// everyHour looks at the bits of the field of hours.
func everyHour(bits uint64) bool {
	const day = 1<<24 - 1
	return bits&day == day
}

// next is the first time after t that the job is due, zero if there is none
// within five years.
func (p plan) next(t time.Time) time.Time {
	if !p.wall {
		return p.cron.Next(t.In(p.zone))
	}
	l := t.In(p.zone)
	w := time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), time.UTC)
	for {
		if w = p.cron.Next(w); w.IsZero() {
			return w
		}
		// In the hour that is repeated the clock shows times that were due before.
		if at := instant(w, p.zone); at.After(t) {
			return at
		}
	}
}

// instant is when the clock of the zone shows the time that w shows in UTC: the
// first time if twice, and if never the moment when the clock is put forward.
func instant(w time.Time, zone *time.Location) time.Time {
	_, before := w.AddDate(0, 0, -1).In(zone).Zone()
	_, after := w.AddDate(0, 0, 1).In(zone).Zone()
	for _, offset := range []int{max(before, after), min(before, after)} {
		at := w.Add(-time.Duration(offset) * time.Second).In(zone)
		if _, is := at.Zone(); is == offset {
			return at
		}
	}
	start, _ := w.Add(-time.Duration(before) * time.Second).In(zone).ZoneBounds()
	return start
}
