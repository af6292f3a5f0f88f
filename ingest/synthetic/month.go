package synthetic

import (
	"fmt"
	"time"

	"stadsdelskollen/queries/period"
)

// month counts calendar months from year 0, so that arithmetic is plain integer arithmetic.
type month int

// day counts days from 1970-01-01. A case needs three of them, and a million cases are kept small by it.
type day int32

func parseMonth(s string) (month, error) {
	p, err := period.Parse(s)
	if err != nil || p.IsYear() {
		return 0, fmt.Errorf("%q is not a month (2011-11)", s)
	}
	return month(p.Year()*12 + int(p.Month()) - 1), nil
}

func (m month) year() int { return int(m) / 12 }

// index is 0 for January and 11 for December.
func (m month) index() int { return int(m) % 12 }

func (m month) String() string { return fmt.Sprintf("%04d-%02d", m.year(), m.index()+1) }

func (m month) first() day {
	return day(period.Month(m.year(), time.Month(m.index()+1)).First().Unix() / 86400)
}

func (m month) last() day { return (m + 1).first() - 1 }

// years is the time from the start of 2020 to the start of m, in years.
func (m month) years() float64 { return float64(int(m)-2020*12) / 12 }

func yearEnd(year int) day { return month(year*12 + 11).last() }

func (d day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d day) String() string { return d.time().Format(time.DateOnly) }

// weekend says whether d is a Saturday or a Sunday; 1970-01-01 was a Thursday.
func (d day) weekend() bool {
	w := (int(d)%7 + 11) % 7
	return w == 0 || w == 6
}

// workday is d, or the Monday after it.
func (d day) workday() day {
	for d.weekend() {
		d++
	}
	return d
}
