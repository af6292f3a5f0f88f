package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/warehouse"
)

// lateBack is for how many months a district that is missing counts as late.
// What is older is a gap, which `status` shows as such.
const lateBack = 12

// late is a month whose deadline has passed without a whole delivery.
type late struct {
	Feed     string   `json:"underlag"`
	Period   string   `json:"period"`
	Deadline string   `json:"senast"` // the last day in time
	Missing  []string `json:"saknas"`
}

// findLate asks, for every feed with a deadline, about the months that were
// due: from the first that was ever delivered, lateBack of them at most; of a
// feed that never came, the newest.
func findLate(ctx context.Context, cfg config, wh *warehouse.DB, now time.Time, delivered []warehouse.Completeness) ([]late, error) {
	zone, err := stockholm()
	if err != nil {
		return nil, err
	}
	var asked []warehouse.Month
	deadlines := map[warehouse.Month]time.Time{}
	for _, name := range slices.Sorted(maps.Keys(cfg.Feed)) {
		day := cfg.Feed[name].Senast
		if day == 0 {
			continue
		}
		newest := newestDue(now.In(zone), day)
		first, ever := newest, false
		for _, c := range delivered {
			if p, err := period.Parse(c.Period); c.Feed == name && err == nil && (!ever || p.Compare(first) < 0) {
				first, ever = p, true
			}
		}
		if bound := newest.Add(1 - lateBack); first.Compare(bound) < 0 {
			first = bound
		}
		for _, p := range period.Between(first, newest) {
			m := warehouse.Month{Feed: name, Period: p.String()}
			asked = append(asked, m)
			deadlines[m] = deadline(p, day)
		}
	}
	missing, err := wh.Missing(ctx, now, asked)
	if err != nil {
		return nil, err
	}
	out := []late{}
	for _, m := range asked {
		if names := missing[m]; len(names) > 0 {
			out = append(out, late{m.Feed, m.Period, deadlines[m].Format(time.DateOnly), names})
		}
	}
	return out, nil
}

// deadline is the last day in time for a month: a day of the month after it.
func deadline(p period.Period, day int) time.Time { return p.Add(1).First().AddDate(0, 0, day-1) }

// newestDue is the newest month whose deadline has passed by now; the day of
// the deadline is in time to its end.
func newestDue(now time.Time, day int) period.Period {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	p := period.Of(today).Add(-1)
	if !today.After(deadline(p, day)) {
		p = p.Add(-1)
	}
	return p
}

func printLate(out io.Writer, all []late) {
	for _, l := range all {
		fmt.Fprintf(out, "late: %s %s was due on %s; missing: %s\n", l.Feed, l.Period, l.Deadline, strings.Join(l.Missing, ", "))
	}
}

// lateExit says what is late, with exit code 4 when something is.
func lateExit(ctx context.Context, e *env, w *workspace, wh *warehouse.DB) error {
	present, err := wh.Present(ctx, e.Now())
	if err != nil {
		return err
	}
	delivered, err := wh.Completeness(ctx, present)
	if err != nil {
		return err
	}
	all, err := findLate(ctx, w.cfg, wh, e.Now(), delivered)
	if err != nil || len(all) == 0 {
		return err
	}
	printLate(e.Stdout, all)
	return &exit{code: exitLate}
}
