package main

import (
	"testing"
	"time"
)

func TestTheNextMonthIsExpectedByDeadlineAndSchedule(t *testing.T) {
	due := func(days ...int) map[string]feedConfig {
		feeds := map[string]feedConfig{}
		for i, d := range days {
			feeds[string(rune('a'+i))] = feedConfig{Senast: d}
		}
		return feeds
	}
	for name, c := range map[string]struct {
		cfg    config
		newest string
		want   string
	}{
		"nothing is set":                  {config{}, "2023-12", ""},
		"the last deadline decides":       {config{Feed: due(5, 15)}, "2023-12", "2024-02-15"},
		"a run after the deadline":        {config{Feed: due(15), Tidplan: schedules{Run: "0 6 16 * *"}}, "2023-12", "2024-02-16"},
		"a run on the deadline is early":  {config{Feed: due(16), Tidplan: schedules{Run: "0 6 16 * *"}}, "2023-12", "2024-03-16"},
		"only a schedule":                 {config{Tidplan: schedules{Run: "0 6 16 * *"}}, "2023-12", "2024-02-16"},
		"just after midnight of the next": {config{Feed: due(15), Tidplan: schedules{Run: "0 0 16 * *"}}, "2023-12", "2024-02-16"},
		"years":                           {config{Feed: due(5)}, "2017", ""},
	} {
		got, err := c.cfg.nextExpected(c.newest)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		if !got.IsZero() {
			text = got.Format(time.DateOnly)
		}
		if text != c.want {
			t.Errorf("%s: got %q, want %q", name, text, c.want)
		}
	}
}
