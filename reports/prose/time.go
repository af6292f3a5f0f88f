package prose

import (
	"strconv"
	"time"

	"stadsdelskollen/queries/period"
)

var months = [...]string{"", "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
var shortMonths = [...]string{"", "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"}

// Date writes a day: 21 november 2026.
func Date(t time.Time) string {
	return strconv.Itoa(t.Day()) + NBSP + months[t.Month()] + NBSP + strconv.Itoa(t.Year())
}

// Period writes a period of a publication, 2011-11 or 2017: november 2011,
// 2017. Text that is no period is returned as it is.
func Period(text string) string { return written(text, months[:]) }

// ShortPeriod is Period for narrow columns: nov 2011.
func ShortPeriod(text string) string { return written(text, shortMonths[:]) }

func written(text string, names []string) string {
	p, err := period.Parse(text)
	if err != nil {
		return text
	}
	if p.IsYear() {
		return strconv.Itoa(p.Year())
	}
	return names[p.Month()] + NBSP + strconv.Itoa(p.Year())
}

// When writes a period as an adverbial: i november 2011, år 2017.
func When(text string) string {
	p, err := period.Parse(text)
	switch {
	case err != nil:
		return text
	case p.IsYear():
		return "år" + NBSP + Period(text)
	}
	return "i" + NBSP + Period(text)
}

// Span writes two periods of one kind: 2015–2017, mars–november 2011,
// november 2010 – mars 2011; one period when they are the same.
func Span(first, last string) string {
	if first == last {
		return Period(first)
	}
	a, errA := period.Parse(first)
	b, errB := period.Parse(last)
	switch {
	case errA != nil || errB != nil || a.IsYear() != b.IsYear(), !a.IsYear() && a.Year() != b.Year():
		return Period(first) + " " + dash + " " + Period(last)
	case a.IsYear():
		return Period(first) + dash + Period(last)
	}
	return months[a.Month()] + dash + Period(last)
}

// Next says which month comes after the newest and when: januari 2024, väntas den 15 februari 2024. Day is nil where it
// is not decided, as it is not of a year's figures.
func Next(newest string, day *time.Time, published time.Time) string {
	p, err := period.Parse(newest)
	if err != nil {
		return ""
	}
	text := Period(p.Add(1).String())
	switch {
	case day == nil || p.IsYear():
		return text + " (dagen är inte bestämd)"
	case day.Before(published):
		return text + ", väntades den " + Date(*day)
	}
	return text + ", väntas den " + Date(*day)
}

// Lasting writes from when to when, where known: sedan den 1 september 2007,
// från 2010 till och med den 30 juni 2020. The first and the last day of a year
// are written as the year, which is all that many sources say.
func Lasting(from, to *time.Time) string {
	switch {
	case from == nil && to == nil:
		return ""
	case from == nil:
		return until(*to)
	case to == nil:
		return "sedan " + since(*from)
	}
	return "från " + since(*from) + " " + until(*to)
}

func since(t time.Time) string {
	if t.YearDay() == 1 {
		return strconv.Itoa(t.Year())
	}
	return "den " + Date(t)
}

func until(t time.Time) string {
	if t.AddDate(0, 0, 1).YearDay() == 1 {
		return "till och med " + strconv.Itoa(t.Year())
	}
	return "till och med den " + Date(t)
}
