package chart

// The text alternatives and tables of the kinds that have no verdicts of their own to tell, or tell them in
// the same words as all.

// Description names the areas by verdict, with value and interval.
func (in DotsInput) Description() string {
	by := map[Verdict][]string{}
	var hidden, gone []string
	for _, r := range in.Rows {
		value, interval := r.texts()
		switch {
		case r.Hidden:
			hidden = append(hidden, r.Label)
		case r.NotDelivered:
			gone = append(gone, r.Label)
		case interval != "":
			by[r.Verdict] = append(by[r.Verdict], r.Label+" "+value+" "+interval)
		default:
			by[r.Verdict] = append(by[r.Verdict], r.Label+" "+value)
		}
	}
	reference := ""
	if in.Reference != nil {
		reference = "Linjen: " + in.Reference.Text + "."
	}
	return sentences(reference, sentence("Tydligt högre: ", by[Higher]), sentence("Tydligt lägre: ", by[Lower]),
		sentence("Ingen säker skillnad: ", by[NoSure]), sentence("Jämförs inte: ", by[NotCompared]),
		sentence("Dolt tal: ", hidden), sentence("Inte redovisat: ", gone))
}

// Table has a row per area.
func (in DotsInput) Table() Table {
	t := Table{Head: []string{"Område", "Värde", "Intervall", "Jämförelse"}}
	for _, r := range in.Rows {
		value, interval := r.texts()
		verdict := ""
		if r.shown() {
			verdict = r.Verdict.words()
		}
		t.Rows = append(t.Rows, []string{r.Label, value, interval, verdict})
	}
	return t
}

// Description gives the own line's and the city's first and last values.
func (in LinesInput) Description() string {
	var out []string
	for _, l := range []*Line{in.Own, in.City} {
		if l != nil {
			out = append(out, l.span())
		}
	}
	others := ""
	if n := len(in.Others); in.Banded() {
		others = "Bandet går från det lägsta till det högsta av " + counted(n, "annat område.", "andra områden.")
	} else if n > 0 {
		others = counted(n, "annat område visas som en ljusare linje.", "andra områden visas som ljusare linjer.")
	}
	return sentences(sentence("", out), others)
}

// span is a line's last value and, where it is printed, its first.
func (l Line) span() string {
	if l.StartText != "" {
		return l.Name + " från " + l.StartText + " till " + l.EndText
	}
	return l.Name + " till sist " + l.EndText
}

// Table has a row per line with its latest value; the series are in the download.
func (in LinesInput) Table() Table {
	t := Table{Head: []string{"Område", "Senaste värde"}}
	for _, l := range in.all() {
		t.Rows = append(t.Rows, []string{l.Name, l.EndText})
	}
	return t
}

// Description gives every reason's values by letter.
func (in ReasonsInput) Description() string {
	var out []string
	for _, r := range in.Rows {
		out = append(out, r.Label+": "+list(r.cells(true))+".")
	}
	return sentences(out...)
}

// cells are a row's values: as printed, or with the letters and in words, to be read aloud.
func (r ReasonRow) cells(letters bool) []string {
	var out []string
	for _, d := range r.Dots {
		text := d.ValueText
		switch {
		case d.Hidden && letters:
			text = Hidden.words()
		case d.Hidden:
			text = hiddenSign
		case d.NotDelivered && letters:
			text = NotDelivered.words()
		case d.NotDelivered:
			text = notDeliveredSign
		}
		if letters {
			text = d.Letter + " " + text
		}
		out = append(out, text)
	}
	return out
}

// Table has a row per reason and a column per area.
func (in ReasonsInput) Table() Table {
	t := Table{Head: []string{"Skäl"}}
	for i, r := range in.Rows {
		if i == 0 {
			for _, d := range r.Dots {
				t.Head = append(t.Head, d.Letter)
			}
		}
		t.Rows = append(t.Rows, append([]string{r.Label}, r.cells(false)...))
	}
	return t
}

// Description names the districts by verdict.
func (in TilesInput) Description() string { return in.asMap().Description() }

// Table has a row per district.
func (in TilesInput) Table() Table { return in.asMap().Table() }

func (in TilesInput) asMap() MapInput {
	var m MapInput
	for _, t := range in.Tiles {
		a := MapArea{Name: shown(t.Label), ValueText: t.ValueText, Verdict: t.Verdict}
		switch {
		case t.Hidden:
			a.Absence = Hidden
		case t.NotDelivered:
			a.Absence = NotDelivered
		}
		m.Areas = append(m.Areas, a)
	}
	return m
}
