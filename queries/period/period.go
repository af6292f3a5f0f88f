// Package period holds the two kinds of time that deliveries speak of: a
// month and a whole year. Its text form, 2011-11 or 2017, sorts as time does
// within a kind and is what every table and file uses. It reads no clock.
package period

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Period is a month, or a year when its month is 0. The zero Period is none.
type Period struct {
	year  int
	month time.Month
}

// Year is the whole year y.
func Year(y int) Period { return Period{year: y} }

// Month is the month m of year y; it panics on a month that is none.
func Month(y int, m time.Month) Period {
	if m < time.January || m > time.December {
		panic(fmt.Sprintf("period: month %d", m))
	}
	return Period{year: y, month: m}
}

// Of is the month in which t lies.
func Of(t time.Time) Period { return Period{t.Year(), t.Month()} }

// Parse reads 2011-11 as a month and 2017 as a year.
func Parse(s string) (Period, error) {
	year, month, monthly := strings.Cut(s, "-")
	y, isYear := digits(year, 4)
	m, isMonth := digits(month, 2)
	switch {
	case !isYear || monthly != isMonth:
		return Period{}, fmt.Errorf("%q is neither a month (2011-11) nor a year (2011)", s)
	case !monthly:
		return Year(y), nil
	case m < 1 || m > 12:
		return Period{}, fmt.Errorf("%q: there is no month %s", s, month)
	}
	return Month(y, time.Month(m)), nil
}

// digits reads a number that is written with n digits and nothing else.
func digits(s string, n int) (value int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		value = 10*value + int(s[i]-'0')
	}
	return value, len(s) == n
}

// String is the text form, 2011-11 or 2017; empty for the zero Period.
func (p Period) String() string {
	switch {
	case p == Period{}:
		return ""
	case p.month == 0:
		return fmt.Sprintf("%04d", p.year)
	}
	return fmt.Sprintf("%04d-%02d", p.year, p.month)
}

// IsYear says whether p is a whole year.
func (p Period) IsYear() bool { return p.month == 0 }

// Year of p.
func (p Period) Year() int { return p.year }

// Month of p, 0 for a whole year.
func (p Period) Month() time.Month { return p.month }

// First day of p, midnight UTC.
func (p Period) First() time.Time {
	return time.Date(p.year, max(p.month, time.January), 1, 0, 0, 0, 0, time.UTC)
}

// Last day of p, midnight UTC.
func (p Period) Last() time.Time { return p.Add(1).First().AddDate(0, 0, -1) }

// Add is the period n months, or n years, later.
func (p Period) Add(n int) Period {
	if p.IsYear() {
		return Year(p.year + n)
	}
	i := p.year*12 + int(p.month) - 1 + n
	return Month(i/12, time.Month(i%12+1))
}

// Compare orders by first day; a year comes before its months.
func (p Period) Compare(q Period) int {
	return cmp.Or(cmp.Compare(p.year, q.year), cmp.Compare(p.month, q.month))
}

// Between lists the periods from first to last, both included; they must be
// of one kind.
func Between(first, last Period) []Period {
	var out []Period
	for p := first; p.Compare(last) <= 0; p = p.Add(1) {
		out = append(out, p)
	}
	return out
}
