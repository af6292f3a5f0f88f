package decode

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadsdelskollen/queries/period"
)

// Years that a delivery can be about.
const firstYear, lastYear = 1900, 2199

// monthNames by their first three letters, Swedish and English.
var monthNames = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}

var fullNames = []string{
	"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
	"january", "february", "march", "may", "june", "july", "august", "october", "sept",
}

var (
	yearMonth = regexp.MustCompile(`^(\d{4})[-/. ](\d{1,2})$`)
	joined    = regexp.MustCompile(`^(\d{4})(\d{2})$`)
	withM     = regexp.MustCompile(`^(?i)(\d{4})M(\d{1,2})$`)
	dayJoined = regexp.MustCompile(`^((?:19|2[01])\d\d)(\d{2})(\d{2})$`)
	dayForm   = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$`)
	slashes   = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)
	nameFirst = regexp.MustCompile(`^(\p{L}{3,9})\.?[- ./]*(\d{4}|['’]?\d{2})$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[- ./]*(\p{L}{3,9})\.?$`)
	serial    = regexp.MustCompile(`^[2-7]\d{4}$`)
)

// The orders of the parts of a month written with slashes.
const (
	dayMonthYear = "D/M/ÅÅÅÅ"
	monthDayYear = "M/D/ÅÅÅÅ"
)

// readMonth reads a month in any of the forms that deliveries use.
func (m Mapping) readMonth(text string) (period.Period, bool) {
	for _, form := range []*regexp.Regexp{yearMonth, joined, withM} {
		if p := form.FindStringSubmatch(text); p != nil {
			return monthOf(p[1], p[2])
		}
	}
	if d, ok := readDay(text); ok {
		return inYears(period.Of(d))
	}
	if p := slashes.FindStringSubmatch(text); p != nil {
		day, month := p[1], p[2]
		if m.MonthFormat == monthDayYear {
			day, month = month, day
		}
		y, _ := strconv.Atoi(p[3])
		mo, _ := strconv.Atoi(month)
		d, _ := strconv.Atoi(day)
		if when := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC); int(when.Month()) != mo || when.Day() != d {
			return period.Period{}, false
		}
		return monthOf(p[3], month)
	}
	if p := nameFirst.FindStringSubmatch(text); p != nil {
		return named(p[1], strings.TrimLeft(p[2], "'’"))
	}
	if p := yearFirst.FindStringSubmatch(text); p != nil {
		return named(p[2], p[1])
	}
	return period.Period{}, false
}

// monthNumber reads a month that stands without its year.
func monthNumber(text string) (string, bool) {
	if n, err := strconv.Atoi(strings.TrimSuffix(text, ".0")); err == nil && n >= 1 && n <= 12 {
		return strconv.Itoa(n), true
	}
	if n, ok := monthName(text); ok {
		return strconv.Itoa(int(n)), true
	}
	return "", false
}

func monthName(text string) (time.Month, bool) {
	low := strings.TrimSuffix(strings.ToLower(text), ".")
	if len(low) < 3 || len(low) > 3 && !slices.Contains(fullNames, low) {
		return 0, false
	}
	n, ok := monthNames[low[:3]]
	return n, ok
}

func named(name, year string) (period.Period, bool) {
	n, ok := monthName(name)
	if !ok {
		return period.Period{}, false
	}
	if len(year) == 2 {
		year = "20" + year
	}
	return monthOf(year, strconv.Itoa(int(n)))
}

func monthOf(year, month string) (period.Period, bool) {
	y, _ := strconv.Atoi(year)
	n, _ := strconv.Atoi(month)
	if n < 1 || n > 12 {
		return period.Period{}, false
	}
	return inYears(period.Month(y, time.Month(n)))
}

func inYears(p period.Period) (period.Period, bool) {
	return p, p.Year() >= firstYear && p.Year() <= lastYear
}

// readDay reads 2011-11-30, with midnight after it or not, 20111130, and the day numbers
// of spreadsheets, which count from the end of 1899.
func readDay(text string) (time.Time, bool) {
	p := dayForm.FindStringSubmatch(text)
	if p == nil {
		p = dayJoined.FindStringSubmatch(text)
	}
	if p != nil {
		d, err := time.Parse(time.DateOnly, p[1]+"-"+p[2]+"-"+p[3])
		return d, err == nil && d.Year() >= firstYear && d.Year() <= lastYear
	}
	if serial.MatchString(text) {
		n, _ := strconv.Atoi(text)
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), true
	}
	return time.Time{}, false
}

// readYear reads a year, which a spreadsheet may have made a number.
func readYear(text string) (period.Period, bool) {
	p, err := period.Parse(strings.TrimSuffix(text, ".0"))
	if err != nil || !p.IsYear() {
		return period.Period{}, false
	}
	return inYears(p)
}

func parsePeriod(text string) (period.Period, bool) {
	p, err := period.Parse(text)
	if err != nil {
		return period.Period{}, false
	}
	return inYears(p)
}
