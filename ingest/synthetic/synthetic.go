// Package synthetic makes a workspace of invented deliveries: every feed, month by month, as a city could have sent
// them, with known differences and known faults in them.
//
// It promises that one seed and one set of options always give the same bytes, that what the files of a month say of each
// other agrees (payments and households, reasons and adults, cost and cost per household), that no row names
// a district outside its validity, and that everything is marked as synthetic. It reads a district register
// and writes a new folder; it keeps only open cases and current households in memory. It refuses a
// folder that already holds something.
package synthetic

import (
	"context"
	"fmt"
	"io/fs"
)

// Defaults of Options.
const (
	DefaultTo     = "2023-12"
	DefaultMonths = 48
	DefaultCases  = 12000
)

// Bounds of Options: beyond them numbers stop making sense, or memory is out.
const (
	maxScale  = 100
	maxCases  = 100_000_000
	maxMonths = 1200
	lastYear  = 2100
)

// Options say how large a workspace is to be made.
type Options struct {
	Seed uint64
	// Register holds stadsdelar.csv, alias.csv and succession.csv.
	Register fs.FS
	// From and To are the first and the last month (2020-01). Of From, To and Months two suffice; without any,
	// DefaultMonths months end with DefaultTo.
	From, To string
	Months   int
	// Cases is the expected number of applications in the whole period; 0 means DefaultCases.
	Cases int
	// Scale multiplies the number of households with assistance; 0 means 1, about 9 000 a month.
	Scale float64
	// Progress, if any, is told after each month how many of all months are done.
	Progress func(done, total int)
}

// Summary says what was written.
type Summary struct {
	From, To  string // first and last month
	Files     int    // in the inbox
	Bytes     int64  // in the inbox
	Cases     int    // applications
	Decisions int    // of them decided by the end
	Payments  int    // rows of utbetalningar
	Causes    []Cause
	Planted   Planted // differences that hold all the time
	Faults    Faults
}

// Planted are the differences among cases that hold throughout.
type Planted struct {
	// Shares of the variance of the logarithm of days, in per cent: between
	// districts, units, the case workers of a unit, and cases. Every district,
	// unit and case worker counts alike in them.
	Shares [4]float64
	// Families is what the days of applications from households with children are
	// multiplied by.
	Families float64
	// Grants is the standard deviation between the case workers of a unit of the
	// log odds that an application is granted.
	Grants float64
}

// Write makes a workspace in dir, which must not exist or be an empty folder. It is built beside dir and moved there
// when it is complete.
func Write(ctx context.Context, dir string, opt Options) (Summary, error) {
	s, err := write(ctx, dir, opt)
	if err != nil {
		return Summary{}, fmt.Errorf("generate %s: %w", dir, err)
	}
	return s, nil
}

// Check refuses options that no workspace can be made of.
func (o Options) Check() error {
	if !(o.Scale >= 0 && o.Scale <= maxScale) {
		return fmt.Errorf("scale is %g, want a number above 0, at most %d", o.Scale, maxScale)
	}
	if o.Cases < 0 || o.Cases > maxCases {
		return fmt.Errorf("cases are %d, want 1 to %d", o.Cases, maxCases)
	}
	start, months, err := o.period()
	if err != nil {
		return err
	}
	if months > maxMonths || (start+months-1).year() > lastYear {
		return fmt.Errorf("%d months to %s, want at most %d, none after %d", months, start+months-1, maxMonths, lastYear)
	}
	return nil
}

func write(ctx context.Context, dir string, opt Options) (Summary, error) {
	if err := opt.Check(); err != nil {
		return Summary{}, err
	}
	start, months, err := opt.period()
	if err != nil {
		return Summary{}, err
	}
	if opt.Cases == 0 {
		opt.Cases = DefaultCases
	}
	if opt.Scale == 0 {
		opt.Scale = 1
	}
	reg, err := readDistricts(opt.Register)
	if err != nil {
		return Summary{}, err
	}
	w, err := newWorld(opt, reg, start, months)
	if err != nil {
		return Summary{}, err
	}
	out, err := newOutput(dir)
	if err != nil {
		return Summary{}, err
	}
	defer out.discard()
	sum, err := w.writeAll(ctx, out)
	if err != nil {
		return Summary{}, err
	}
	return sum, out.commit()
}

// period finds the first month and the number of months.
func (o Options) period() (start, months month, err error) {
	from, to := month(0), month(0)
	if o.From != "" {
		if from, err = parseMonth(o.From); err != nil {
			return 0, 0, err
		}
	}
	if o.To != "" {
		if to, err = parseMonth(o.To); err != nil {
			return 0, 0, err
		}
	}
	months = month(o.Months)
	switch {
	case months < 0:
		return 0, 0, fmt.Errorf("months are %d, want at least 1", months)
	case from != 0 && to != 0:
		n := to - from + 1
		if n < 1 {
			return 0, 0, fmt.Errorf("the last month %s is before the first %s", o.To, o.From)
		}
		if months != 0 && months != n {
			return 0, 0, fmt.Errorf("%s to %s is %d months, not %d", o.From, o.To, n, months)
		}
		return from, n, nil
	case months == 0:
		months = DefaultMonths
	}
	if from != 0 {
		return from, months, nil
	}
	if to == 0 {
		to, _ = parseMonth(DefaultTo)
	}
	return to - months + 1, months, nil
}

// writeAll writes the whole workspace, month by month.
func (w *world) writeAll(ctx context.Context, out *output) (Summary, error) {
	sum := Summary{From: w.start.String(), To: w.end().String(), Causes: w.causes, Faults: w.faults,
		Planted: Planted{plantedShares(), familyFactor, sdGrant}}
	facts := stream(w.opt.Seed, "facts")
	for year := w.start.year() - 1; yearEnd(year) <= w.end().last(); year++ {
		if err := w.writeFacts(out, facts, year); err != nil {
			return sum, err
		}
	}
	for m := w.start; m <= w.end(); m++ {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		if err := w.writeMonth(out, m, &sum); err != nil {
			return sum, err
		}
		if w.opt.Progress != nil {
			w.opt.Progress(int(m-w.start)+1, int(w.months))
		}
	}
	sum.Cases, sum.Files, sum.Bytes = w.cases, out.files, out.bytes
	return sum, w.writeWorkspace(out, sum)
}

func (w *world) writeMonth(out *output, m month, sum *Summary) error {
	w.stepHouseholds(m)
	w.stepCases(m)
	all := w.accounts(m)
	paid, err := w.writePayments(out, m)
	if err != nil {
		return err
	}
	sum.Payments += paid
	if err := w.writeAssistance(out, m, all); err != nil {
		return err
	}
	if err := w.writeReasons(out, m, all); err != nil {
		return err
	}
	if err := w.writeMeasures(out, m, all); err != nil {
		return err
	}
	_, decided, err := w.writeCases(out, m)
	sum.Decisions += decided
	return err
}
