package prose

import (
	"math"
	"slices"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
)

// ControlChart says what a monthly series shows: ordinary variation, a special
// cause with its months and direction, or why nothing can be said. What is ordinary
// after a cause may be so within other limits than those that were broken, and some
// months may have none: phases are the chart's own, in the order of time.
//
//	Beslut i tid i Farsta: särskild orsak sedan september 2021, åt det sämre hållet.
func ControlChart(s Subject, c publication.Chart, phases []publication.ChartPhase) Said {
	claim := Claim{Of: "styrdiagram", Subject: s.Name, Area: c.Area, From: c.First, To: c.Last}
	text := Upper(s.Name) + " " + at(c.Level, c.Area) + ": "
	switch {
	case c.Kind == publication.ChartLine:
		claim.Outcome = c.Reason
		text += noLimits(c)
	case c.LatestRule == "":
		claim.Outcome = "ordinarie"
		text += "ordinarie variation " + Join(spans(phases, c, true)) + except(phases, c)
	default:
		claim.Outcome, claim.From, claim.To = c.LatestSide, c.LatestFrom, c.LatestTo
		text += special(s, c, phases)
	}
	return Said{Sentence(text), claim}
}

// at writes where, for an area of any level: i Farsta, i hela staden, vid Enheten
// för hemlösa.
func at(level, area string) string {
	switch level {
	case publication.LevelCity:
		return "i " + Lower(area)
	case publication.LevelUnit:
		return "vid " + area
	}
	return In(area)
}

func noLimits(c publication.Chart) string {
	months := Count(int(c.Months), "en månad", "månader")
	switch c.Reason {
	case publication.ReasonStock:
		return "prövas inte månad för månad, eftersom det till stor del är samma hushåll varje månad"
	case publication.ReasonSlow:
		return "prövas inte månad för månad, eftersom serien är trögrörlig: varje månad liknar den före"
	case publication.ReasonRounded:
		return "prövas inte månad för månad, eftersom antalen är avrundade"
	case publication.ReasonFew:
		if c.Months == 0 {
			return "kan inte prövas månad för månad, eftersom ingen månad har tal"
		}
		return "kan inte prövas månad för månad, eftersom bara " + months + " har tal"
	case publication.ReasonUnvarying:
		return "kan inte prövas månad för månad, eftersom talet inte varierar"
	}
	return "prövas inte månad för månad"
}

func special(s Subject, c publication.Chart, phases []publication.ChartPhase) string {
	way, newest := s.way(up(c.LatestSide)), ""
	if earlier(c) {
		newest = "senast "
	}
	switch {
	case c.Ongoing && c.LatestFrom == c.LatestTo:
		return "särskild orsak " + When(c.LatestTo) + ", " + way
	case c.Ongoing && s.Ended:
		return "särskild orsak " + Span(c.LatestFrom, c.LatestTo) + ", " + way
	case c.Ongoing:
		return "särskild orsak sedan " + Period(c.LatestFrom) + ", " + way
	case c.LatestFrom == c.LatestTo:
		return "särskild orsak " + newest + When(c.LatestTo) + ", " + way + "; " + afterwards(c, phases)
	}
	return "särskild orsak " + newest + Span(c.LatestFrom, c.LatestTo) + ", " + way + "; " + afterwards(c, phases)
}

// earlier says whether months before the newest special cause were flagged too.
func earlier(c publication.Chart) bool {
	from, err := period.Parse(c.LatestFrom)
	to, fault := period.Parse(c.LatestTo)
	return err == nil && fault == nil && c.Signals > int64(len(period.Between(from, to)))
}

// afterwards says what follows the newest special cause, and within which limits.
func afterwards(c publication.Chart, phases []publication.ChartPhase) string {
	later := slices.DeleteFunc(slices.Clone(phases), func(ph publication.ChartPhase) bool { return ph.From <= c.LatestTo })
	var anew []string
	tried := len(later) == 0 || after(c.LatestTo) < later[0].From // months of the phase that the cause was in
	for _, ph := range later {
		if ph.Limits() {
			anew, tried = append(anew, Period(ph.From)), true
		}
	}
	if !tried {
		return "det som följer går inte att pröva"
	}
	text := "därefter ordinarie variation"
	if len(anew) > 0 {
		text += " inom de nya gränserna från\u00a0" + Join(anew)
	}
	return text + except(later, c)
}

// after is the month after another.
func after(month string) string {
	p, err := period.Parse(month)
	if err != nil {
		return month
	}
	return p.Add(1).String()
}

// except names the months that have no limits to be tried against.
func except(phases []publication.ChartPhase, c publication.Chart) string {
	if untried := spans(phases, c, false); len(untried) > 0 {
		return "; " + Join(untried) + " går inte att pröva"
	}
	return ""
}

// spans are the stretches of a chart's months that have limits, or have none: all of it has, where no phases are known.
func spans(phases []publication.ChartPhase, c publication.Chart, limits bool) []string {
	if len(phases) == 0 && limits {
		return []string{Span(c.First, c.Last)}
	}
	var out []string
	from, to := "", ""
	for _, ph := range phases {
		switch {
		case ph.Limits() != limits || ph.To < c.First || ph.From > c.Last:
			continue
		case from != "" && after(to) < ph.From:
			out, from = append(out, Span(from, to)), ""
		}
		if from == "" {
			from = max(ph.From, c.First)
		}
		to = min(ph.To, c.Last)
	}
	if from != "" {
		out = append(out, Span(from, to))
	}
	return out
}

// Trend says how a figure has moved over five calendar years.
func Trend(s Subject, t publication.Trend) Said {
	claim := Claim{Of: "trend", Subject: s.Name, Area: t.Area, Outcome: t.Direction, From: t.From, To: t.To}
	text := Upper(s.Name) + " " + at(t.Level, t.Area) + ", " + Span(t.From, t.To) + ": "
	switch t.Direction {
	case publication.TrendUp:
		text += s.sloped("stigit", t.FirstValue, t.LastValue, t) + ", mer än vad slumpen brukar ge"
	case publication.TrendDown:
		text += s.sloped("sjunkit", t.LastValue, t.FirstValue, t) + ", mer än vad slumpen brukar ge"
	case publication.TrendNone:
		text += "ingen säker förändring"
	default:
		text += "om talet har ändrats över åren kan inte beräknas, för det behövs fem hela år i rad med tal som går att pröva"
	}
	return Said{Sentence(text), claim}
}

// sloped says from what to what a trend has gone. Where the first and the last
// year as printed do not go its way, it is of the years between that it is true,
// and their mean change is said instead.
func (s Subject) sloped(verb string, lower, higher float64, t publication.Trend) string {
	if lower < higher && Number(lower, s.Decimals) != Number(higher, s.Decimals) || t.Slope == nil {
		return "talet har " + verb + " från " + Number(t.FirstValue, s.Decimals) + " till " + InText(t.LastValue, s.Unit, s.Decimals)
	}
	return "talet har " + verb + " med i genomsnitt " + Difference(math.Abs(*t.Slope), s.Unit, s.Decimals+1) + " om året"
}

// Event says what changed at a declared event, and that it may have another cause.
func Event(s Subject, e publication.EventChange) Said {
	claim := Claim{Of: "fore_efter", Subject: s.Name, Area: e.Area, Outcome: e.Verdict, From: e.From, To: e.To}
	text := Upper(s.Name) + " " + at(e.Level, e.Area) + " före och efter den " + Date(e.Date) + ": "
	switch e.Verdict {
	case publication.EventClear:
		text += changed(s, e) + ". Ändringen är större än vad slumpen brukar ge, men kan ha en annan orsak"
	case publication.EventUnsure:
		text += "ingen säker ändring"
	default:
		if e.Before >= 12 && e.After >= 12 {
			text += "kan inte bedömas, eftersom månaderna inte räcker för att skilja en ändring från årstiden"
			break
		}
		text += "kan inte bedömas. " + Upper(monthCount(e.Before)) + " före och " + monthCount(e.After) + " efter har tal; det behövs minst tolv på var sida utan någon annan händelse emellan"
	}
	return Said{Sentence(text), claim}
}

func monthCount(n int64) string {
	if n == 0 {
		return "ingen månad"
	}
	return Count(int(n), "en månad", "månader")
}

// changed names the one change that is the surer.
func changed(s Subject, e publication.EventChange) string {
	if e.LevelP != nil && (e.SlopeP == nil || *e.LevelP <= *e.SlopeP) && e.LevelChange != nil {
		by, sank := s.size(*e.LevelChange, e.LevelLower, e.LevelUpper)
		return "nivån " + map[bool]string{false: "steg", true: "sjönk"}[sank] + " med " + by
	}
	by, sank := s.size(*e.SlopeChange, e.SlopeLower, e.SlopeUpper)
	return "förändringen per år blev " + by + map[bool]string{false: " högre", true: " lägre"}[sank]
}

// size writes by how much something rose or sank, without a sign: 4 dagar (1–7), and whether it sank.
func (s Subject) size(by float64, lower, upper *float64) (text string, sank bool) {
	switch {
	case by >= 0:
		return s.with(by, lower, upper), false
	case lower == nil || upper == nil:
		return s.with(-by, nil, nil), true
	}
	from, to := -*upper, -*lower
	return s.with(-by, &from, &to), true
}

// Standout says why a district stands out, by what is sure of it and nothing else.
func Standout(s Subject, x publication.Standout) Said {
	claim := Claim{Of: "framtrader", Subject: s.Name, Area: x.Area, Outcome: x.Kind, From: x.ChangeFrom, To: x.Period}
	text := Upper(s.Name) + " " + In(x.Area) + ": "
	apart := x.Kind != publication.StandsChanged
	if apart {
		text += Verdict(x.Verdict) + " än i övriga stadsdelar " + When(x.Period)
		if x.Difference != nil {
			text += ", skillnaden är " + s.with(*x.Difference, x.DiffLower, x.DiffUpper)
		}
	}
	if x.Kind != publication.StandsApart {
		if apart {
			text += ", och "
		}
		text += risen(s, x)
	}
	if j := judged(x); j != "" {
		text += ". " + j
	}
	return Said{Sentence(text), claim}
}

// risen says a year's change. Of months both ends are means of the year's months, and no figure of the year as a whole.
func risen(s Subject, x publication.Standout) string {
	verb := "sjunkit"
	if up(x.Change) {
		verb = "stigit"
	}
	year, mean := "det senaste året jämfört med året före", "i genomsnitt per månad "
	if len(x.ChangeFrom) == len("2011") {
		year, mean = When(x.ChangeFrom)+" jämfört med året före", ""
	}
	text := "talet har " + verb + " " + year
	if x.FromValue != nil && x.ToValue != nil {
		text += ", " + mean + "från " + Number(*x.FromValue, s.Decimals) + " till " + InText(*x.ToValue, s.Unit, s.Decimals)
	}
	return text
}

// judged says better or worse of what the row stands out by.
func judged(x publication.Standout) string {
	word := map[string]string{publication.Better: "bättre", publication.Worse: "sämre"}
	difference, change := word[x.Judgement], word[x.ChangeJudgement]
	switch {
	case x.Kind == publication.StandsApart && difference != "":
		return "Det är åt det " + difference + " hållet"
	case x.Kind == publication.StandsChanged && change != "":
		return "Det är åt det " + change + " hållet"
	case x.Kind != publication.StandsBoth || difference == "" || change == "":
		return ""
	case difference == change:
		return "Det är tydligt " + difference + " och blir " + change
	}
	return "Det är tydligt " + difference + " men blir " + change
}
