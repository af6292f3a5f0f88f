package reports

import (
	"math"
	"strconv"
	"strings"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/table"
)

// factsDefinition says what the base facts are; within the organisation they have passed no protection.
func factsDefinition(info publication.Info) string {
	text := "Basfakta: de tal som nyckeltalen är räknade ur"
	if info.Audience != publication.AudienceInternal {
		text += ", efter skyddet av små tal"
	}
	return text + ". Bara indelningen som gällde i tiden."
}

var statuses = []string{publication.OK, publication.Delivered, publication.Preliminary, publication.Hidden, publication.NotDelivered, publication.NotApplicable}

// place are the columns that say of whom and when a figure is.
func place() []table.Column {
	return []table.Column{
		{Name: "niva", Title: "Nivå", Description: "stadsdel, stad (hela staden), utanfor (utanför stadsdelarna), del eller enhet", Required: true,
			Values: []string{publication.LevelDistrict, publication.LevelCity, publication.LevelOutside, publication.LevelPart, publication.LevelUnit}},
		{Name: "omrade", Title: "Område", Description: "Stadsdelens eller områdets namn", Required: true},
		{Name: "indelning", Title: "Indelning", Description: "Första dagen för den indelning i stadsdelar som talet gäller, tom för hela staden"},
		{Name: "kategori", Title: "Kategori", Description: "Tom för alla kategorier tillsammans"},
		{Name: "period", Title: "Period", Description: "Månad (2011-11) eller år (2011)", Required: true},
	}
}

func status() table.Column {
	return table.Column{Name: "status", Title: "Status", Required: true, Values: statuses,
		Description: "ok, levererad (visas som det lämnades), preliminar, dold (tecknet ..), ej_levererad (tecknet -) eller ej_tillamplig (tecknet .)"}
}

var source = table.Column{Name: "kalla", Title: "Källa", Description: "Varifrån talet kommer och vad som är lagt ihop"}

// unitsVary stands for the unit of a column that holds different things for
// different indicators.
const unitsVary = "se definitionen"

// observationTable is an indicator as a table.
func observationTable(info publication.Info, ind publication.Indicator, obs []publication.Observation, compared []publication.Comparison) table.Table {
	d := int(ind.Decimals)
	t := heading(info, ind.Name, ind.Title)
	t.AboutName, t.RowsName = "nyckeltal", "observationer"
	t.About = append([]table.Note{
		{Key: "nyckeltal", Title: "Nyckeltal", Text: ind.Name}, {Key: "titel", Title: "Titel", Text: ind.Title},
		{Key: "definition", Title: "Definition", Text: ind.Definition}, {Key: "enhet", Title: "Enhet", Text: ind.Unit},
		{Key: "decimaler", Title: "Decimaler", Text: strconv.Itoa(d), Number: true}, {Key: "metod", Title: "Metod", Text: ind.Method},
		{Key: "riktning", Title: "Riktning", Text: ind.Direction}, {Key: "adderas", Title: "Adderas över", Text: ind.Adds},
		{Key: "typ", Title: "Typ", Text: ind.Type},
	}, common(info, sourcesOfObservations(obs))...)
	if ind.Categories != "" {
		t.About = append(t.About, table.Note{Key: "kategorier", Title: "Kategorier", Text: ind.Categories})
	}
	t.Key = []string{"niva", "omrade", "indelning", "kategori", "period"}
	t.Columns = append([]table.Column{{Name: "nyckeltal", Title: "Nyckeltal", Description: "Nyckeltalets namn", Required: true}}, place()...)
	t.Columns = append(t.Columns,
		table.Column{Name: "varde", Title: "Värde", Description: "Talet, eller ett tecken som säger varför det inte visas", Kind: table.Figure, Decimals: d, Unit: ind.Unit, Signed: true},
		table.Column{Name: "enhet", Title: "Enhet", Description: "Värdets enhet", Required: true},
		table.Column{Name: "taljare", Title: "Täljare", Description: "Det som delas", Kind: table.Figure, Decimals: -1, Unit: unitsVary, Signed: true},
		table.Column{Name: "namnare", Title: "Nämnare", Description: "Det som det delas med", Kind: table.Figure, Decimals: -1, Unit: unitsVary},
		table.Column{Name: "nedre", Title: "Nedre gräns", Description: "Nedre gräns för ett intervall om 95 procent", Kind: table.Figure, Decimals: d, Unit: ind.Unit},
		table.Column{Name: "ovre", Title: "Övre gräns", Description: "Övre gräns för ett intervall om 95 procent", Kind: table.Figure, Decimals: d, Unit: ind.Unit},
		status(), source,
		table.Column{Name: "utfall", Title: "Utfall", Values: []string{publication.Higher, publication.Lower, publication.NoSure, publication.NotCompared},
			Description: "Mot de övriga stadsdelarna, för mediantider och nio av tio mot hela staden: hogre eller lagre (tydligt), ingen (ingen säker skillnad), jamfors_ej, eller tomt"})
	verdicts := map[[5]string]string{}
	for _, c := range compared {
		verdicts[[5]string{c.Level, c.Area, c.Division, c.Category, c.Period}] = c.Verdict
	}
	for _, o := range obs {
		sign := publication.Sign(o.Status)
		t.Rows = append(t.Rows, []table.Cell{text(o.Indicator), text(o.Level), text(o.Area), text(o.Division), text(o.Category), text(o.Period),
			figure(rounded(o.Value, ind.Decimals), sign), text(o.Unit), figure(exact(o.Numerator), sign), figure(exact(o.Denominator), ""),
			figure(rounded(o.Lower, ind.Decimals), ""), figure(rounded(o.Upper, ind.Decimals), ""), text(o.Status), text(info.Marked(o.Source)),
			text(verdicts[[5]string{o.Level, o.Area, o.Division, o.Category, o.Period}])})
	}
	return t
}

// factTable is the base facts as a table.
func factTable(info publication.Info, facts []publication.Fact) table.Table {
	t := heading(info, factsName, "Publicerade basfakta")
	t.AboutName, t.RowsName = "tabell", factsName
	t.About = append([]table.Note{{Key: "tabell", Title: "Tabell", Text: factsName}, {Key: "titel", Title: "Titel", Text: t.Title},
		{Key: "definition", Title: "Definition", Text: factsDefinition(info)}}, common(info, sourcesOf(facts))...)
	t.Key = []string{"matt", "niva", "omrade", "indelning", "kategori", "period"}
	t.Columns = append([]table.Column{
		{Name: "matt", Title: "Mått", Description: "Måttets namn", Required: true},
		{Name: "slag", Title: "Slag", Description: "Vad slags tal det är; det avgör hur det skyddas", Required: true,
			Values: []string{publication.KindCount, publication.KindAmount, publication.KindPair, publication.KindDelivered, publication.KindSummary, publication.KindPublic}},
	}, place()...)
	number := func(name, title, description string, signed bool) table.Column {
		return table.Column{Name: name, Title: title, Description: description, Kind: table.Figure, Decimals: -1, Signed: signed}
	}
	t.Columns = append(t.Columns,
		number("varde", "Värde", "Talet, eller ett tecken som säger varför det inte visas", true),
		table.Column{Name: "enhet", Title: "Enhet", Description: "Värdets enhet", Required: true},
		number("namnare", "Nämnare", "För x av n: n", false),
		number("nedre", "Nedre gräns", "En sammanfattnings nedre gräns", false),
		number("ovre", "Övre gräns", "En sammanfattnings övre gräns", false),
		table.Column{Name: "antal", Title: "Antal", Description: "Ärenden bakom en sammanfattning", Kind: table.Whole},
		status(), source,
		table.Column{Name: "kvitto", Title: "Kvitto", Description: "Numret på den leverans som talet kom med", Kind: table.Whole})
	for _, f := range facts {
		sign := publication.Sign(f.Status)
		t.Rows = append(t.Rows, []table.Cell{text(f.Measure), text(f.Kind), text(f.Level), text(f.Area), text(f.Division), text(f.Category), text(f.Period),
			figure(exact(f.Value), sign), text(f.Unit), figure(exact(f.Denominator), ""), figure(exact(f.Lower), ""), figure(exact(f.Upper), ""),
			figure(whole(f.N), ""), text(f.Status), text(info.Marked(f.Source)), figure(whole(f.Receipt), "")})
	}
	return t
}

func heading(info publication.Info, name, title string) table.Table {
	return table.Table{Name: name, Title: title + ", " + info.City, Publication: info.ID, Published: info.Published, Warning: info.Mark()}
}

// common are the lines that every table has about itself.
func common(info publication.Info, sources []string) []table.Note {
	out := []table.Note{
		{Key: "kallor", Title: "Källor", Text: strings.Join(sources, "; ")},
		{Key: "tecken", Title: "Tecken", Text: ".. betyder dold för att skydda enskilda, - ej levererad, . ej tillämplig"},
		{Key: "villkor", Title: "Villkor", Text: terms(info)},
	}
	if info.Publisher != "" {
		out = append(out, table.Note{Key: "utgivare", Title: "Utgivare", Text: info.Publisher})
	}
	return out
}

func text(s string) table.Cell { return table.Cell{Text: s} }

// figure is a number, or its sign where there is none.
func figure(number, sign string) table.Cell {
	if number != "" {
		return table.Cell{Text: number}
	}
	return table.Cell{Sign: sign}
}

// rounded prints v with so many decimals, half away from zero as people round.
func rounded(v *float64, decimals int64) string {
	if v == nil {
		return ""
	}
	scale := math.Pow10(int(decimals))
	return strconv.FormatFloat(math.Round(*v*scale)/scale, 'f', int(decimals), 64)
}

// exact prints v as it is stored, with at most three decimals.
func exact(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(math.Round(*v*1000)/1000, 'f', -1, 64)
}

func whole(v *int64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatInt(*v, 10)
}
