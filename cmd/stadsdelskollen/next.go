package main

import (
	"context"
	"time"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
)

// expectNext tells the publication when the month after its newest is expected.
func (b *builder) expectNext(ctx context.Context, pub *publication.DB) error {
	info, err := pub.Info(ctx)
	if err != nil {
		return err
	}
	day, err := b.w.cfg.nextExpected(info.Month)
	if err != nil || day.IsZero() {
		return err
	}
	return pub.SetNext(ctx, day)
}

// nextExpected is the day when the month after newest can be read: the last day
// on which a feed may deliver it, or the first scheduled run after that day.
// Without a deadline the schedule is asked from the month's end. It is zero
// where the config says neither, and for a publication of years. It depends on
// nothing but the config and the month, so that the same figures published on
// another day are the same publication.
func (c config) nextExpected(newest string) (time.Time, error) {
	month, err := period.Parse(newest)
	if err != nil || month.IsYear() {
		return time.Time{}, nil
	}
	month = month.Add(1)
	due := time.Time{}
	for _, f := range c.Feed {
		if f.Senast > 0 && deadline(month, f.Senast).After(due) {
			due = deadline(month, f.Senast)
		}
	}
	if c.Tidplan.Run == "" {
		return due, nil
	}
	after := due
	if after.IsZero() {
		after = month.Last()
	}
	p, err := parsePlan(c.Tidplan.Run)
	if err != nil {
		return time.Time{}, err
	}
	// The day of the deadline is in time to its end.
	end := after.AddDate(0, 0, 1)
	at := p.next(time.Date(end.Year(), end.Month(), end.Day(), 0, 0, 0, 0, p.zone).Add(-time.Second))
	if at.IsZero() {
		return due, nil
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), nil
}

// pictures is where the audience's pictures are kept between publications, so
// that only what has changed is drawn anew. It may be deleted at any time.
func (b *builder) pictures() string {
	if b.opt.audience == audienceInternal {
		return b.w.path("internt/.bilder")
	}
	return b.w.path(".bilder")
}
