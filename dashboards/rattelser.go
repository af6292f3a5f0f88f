package dashboards

import (
	"context"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// shownCorrections is how many corrections of a publication the page lists; the
// files have them all.
const shownCorrections = 200

// correctedView is what one publication changed.
type correctedView struct {
	ID, Name string
	Text     []string
	Table    *table
	More     string
}

// correctionsPage is the page of corrections.
type correctionsPage struct {
	Changed []correctedView
	Earlier *table
}

// corrected is the page of what changed from one publication to the next.
func (s *site) corrected(_ context.Context, p *page) error {
	p.kind, p.Title, p.H1 = "rattelser", "Rättelser", "Det här har rättats"
	p.Lede = []string{"Tal som har ändrats sedan en tidigare publicering, vad de var, vad de är nu och varför. En publicering ändras aldrig; en rättelse kommer i nästa."}
	p.Description = "Vad som har ändrats från en publicering till nästa, och varför."
	body := correctionsPage{}
	own := publication.Earlier{ID: s.info.ID, Published: s.info.Published, Month: s.info.Month}
	for i, e := range append([]publication.Earlier{own}, s.earlier...) {
		if v := s.correctedIn(p, e, i == 0); v != nil {
			v.ID = "h-rattat-" + prose.Number(float64(len(body.Changed)+1), 0)
			body.Changed = append(body.Changed, *v)
		}
	}
	body.Earlier = s.earlierTable(p)
	p.Body = body
	return nil
}

// correctedIn is what a publication changed; nil for an earlier one that
// changed nothing.
func (s *site) correctedIn(p *page, e publication.Earlier, own bool) *correctedView {
	v := &correctedView{Name: prose.Upper(prose.Date(e.Published)), Text: []string{"Version " + e.ID + ", uppgifter till och med " + prose.Period(e.Month) + "."}}
	if own {
		v.Name = "Den här publiceringen, " + prose.Date(e.Published)
	}
	var rows []row
	n := 0
	for _, c := range s.corrections {
		if c.Publication != e.ID {
			continue
		}
		if n++; n <= shownCorrections {
			rows = append(rows, s.correctedRow(p, c))
		}
	}
	switch {
	case n > 0:
		v.Text = append(v.Text, prose.Corrections(n))
		t := table{Caption: "Rättade tal", Quiet: true, Head: heads("Uppgift", "Område", "Period", "Förut", "Nu", "Varför"), Rows: rows}
		t.Head[1].Left, t.Head[2].Left, t.Head[5].Left = true, true, true
		v.Table = p.table(t)
	case !own:
		return nil
	case len(s.earlier) == 0:
		v.Text = append(v.Text, "Det är den första publiceringen. Det finns inget att rätta.")
	default:
		v.Text = append(v.Text, prose.Corrections(0))
	}
	if replaced := len(s.replaced()); n == 0 && replaced > 0 {
		v.Text = append(v.Text, prose.Upper(prose.Count(replaced, "en leverans", "leveranser"))+" har ersatt en tidigare. Inget tal som visades förut är ett annat nu.")
	}
	if n > shownCorrections {
		v.More = "Tabellen visar de första. Alla står i"
	}
	return v
}

func (s *site) correctedRow(p *page, c publication.Correction) row {
	why := cell{Text: prose.Because(c), Left: true}
	if c.Kind == publication.Redefinition {
		title := c.Indicator
		for _, ind := range s.inds {
			if ind.Name == c.Indicator {
				title = ind.Title
			}
		}
		return row{Head: cell{Text: hardSpaces(title), Note: prose.Became(c)}, Cells: []cell{{Left: true}, {Left: true}, {}, {}, why}}
	}
	head := cell{Text: prose.MeasureName(c.Measure), Note: c.Category}
	before, after := s.correctedValue(p, c.Before, c.BeforeDenominator, c.BeforeStatus), s.correctedValue(p, c.After, c.AfterDenominator, c.AfterStatus)
	if c.Kind == publication.Interval {
		after.Note = "annat intervall eller antal bakom"
	}
	return row{Head: head, Cells: []cell{{Text: c.Area, Href: p.areaLink(c.Area), Left: true}, {Text: prose.Period(c.Period), Left: true}, before, after, why}}
}

// correctedValue is a value before or after; a dash where there is one that the
// correction does not tell.
func (s *site) correctedValue(p *page, v, of *float64, status string) cell {
	switch {
	case v != nil:
		return cell{Text: prose.Amount(v, of)}
	case status == "" || publication.Sign(status) == "":
		return cell{Text: "–"}
	}
	return p.signed(status)
}

// earlierTable lists the publications before this one.
func (s *site) earlierTable(p *page) *table {
	if len(s.earlier) == 0 {
		return nil
	}
	t := table{Caption: "Tidigare publiceringar", Quiet: true, Head: heads("Publicerad", "Uppgifter till och med", "Version")}
	t.Head[1].Left, t.Head[2].Left = true, true
	for _, e := range s.earlier {
		version := cell{Text: e.ID, Left: true}
		if s.info.Address != "" {
			version.Href = s.info.Address + "/publications/" + e.ID + "/index.html"
		}
		t.Rows = append(t.Rows, row{Head: cell{Text: prose.Date(e.Published)}, Cells: []cell{{Text: prose.Period(e.Month), Left: true}, version}})
	}
	return p.table(t)
}
