package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

// print writes the status for a person; times are Stockholm's.
func (s status) print(out io.Writer) error {
	zone, err := stockholm()
	if err != nil {
		return err
	}
	when := func(t *time.Time) string {
		if t == nil {
			return "-"
		}
		return t.In(zone).Format("2006-01-02 15:04")
	}
	if s.Current == nil {
		fmt.Fprintln(out, "nothing published yet")
	} else {
		fmt.Fprintf(out, "current publication %s, published %s\n", s.Current.ID, when(&s.Current.Published))
	}
	printLate(out, s.Late)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	heading := func(i int, text string) {
		if i == 0 {
			fmt.Fprintln(t, "\n"+text)
		}
	}
	for i, j := range s.Jobs {
		heading(i, "job\tlast\texit code\tnext\t")
		last, code, fault := "-", "-", ""
		if j.Last != nil {
			last, code, fault = when(&j.Last.Ended), fmt.Sprint(j.Last.Code), j.Last.Fault
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", j.Name, last, code, when(j.Next), firstLine(fault))
	}
	for i, k := range s.Sources {
		heading(i, "source\tkind\tasked\tfetched\tlast new file\t")
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", k.Name, k.Kind, when(k.Tried), when(k.Fetched), k.File, firstLine(k.Fault))
	}
	for i, c := range s.Completeness {
		heading(i, "feed\tperiod\tdistricts\tmissing")
		fmt.Fprintf(t, "%s\t%s\t%d of %d\t%s\n", c.Feed, c.Period, c.Delivered, c.Expected, strings.Join(c.Missing, ", "))
	}
	for i, d := range s.Deliveries {
		heading(i, "receipt\tfile\treceived\tstatus\trows\trefused")
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%d\t%d\n", d.Receipt, filepath.Base(d.Name), when(&d.Received), d.Status, d.Accepted, d.Refused)
	}
	for i, r := range s.Revisions {
		heading(i, "receipt\treplaces\tfeed\tperiod\tareas\tfile")
		fmt.Fprintf(t, "%d\t%d\t%s\t%s\t%d\t%s\n", r.Receipt, r.Replaced, r.Feed, r.Period, r.Areas, filepath.Base(r.Name))
	}
	for i, q := range s.Quarantine {
		heading(i, "receipt\tin quarantine\trule\tfaults\tfor example")
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%s\n", q.Receipt, filepath.Base(q.Name), q.Rule, q.Faults, q.Example)
	}
	return t.Flush()
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
