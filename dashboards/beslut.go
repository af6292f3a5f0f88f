package dashboards

import (
	"slices"
	"strings"
	"time"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// decision is what one unit decides in for some districts during one time.
type decision struct {
	unit      string
	tasks     []string
	districts []string // in Swedish order; none for people outside every district
	from, to  *time.Time
}

// decisionsOf gathers the register's rows: districts of one task and time
// first, then tasks of the same districts and time.
func decisionsOf(units []publication.Unit) []decision {
	var byTask, out []decision
	for _, u := range units {
		i := slices.IndexFunc(byTask, func(d decision) bool { return d.at(u.Name, u.From, u.To) && d.tasks[0] == u.Task })
		if i < 0 {
			i = len(byTask)
			byTask = append(byTask, decision{unit: u.Name, tasks: []string{u.Task}, from: u.From, to: u.To})
		}
		if u.District != "" {
			byTask[i].districts = append(byTask[i].districts, u.District)
		}
	}
	for _, d := range byTask {
		slices.SortFunc(d.districts, publication.Swedish())
		i := slices.IndexFunc(out, func(e decision) bool { return e.at(d.unit, d.from, d.to) && slices.Equal(e.districts, d.districts) })
		if i < 0 {
			out = append(out, d)
			continue
		}
		out[i].tasks = append(out[i].tasks, d.tasks...)
	}
	return out
}

// at says whether a decision is a unit's during exactly that time.
func (d decision) at(unit string, from, to *time.Time) bool {
	same := func(a, b *time.Time) bool { return a == b || a != nil && b != nil && a.Equal(*b) }
	return d.unit == unit && same(d.from, from) && same(d.to, to)
}

// decidesView is the section about who decides for whom.
type decidesView struct {
	Title   string
	Text    []string
	Table   *table
	Sources []string
}

// decidedBy says which units decide for a district on the last day of its
// newest figures; nil when the register knows none.
func (s *site) decidedBy(a publication.Area) *decidesView {
	day := s.lastDayOf(a.Name)
	var own []publication.Unit
	for _, u := range s.deciding {
		if u.District == a.Name && (u.From == nil || !u.From.After(day)) && (u.To == nil || !u.To.Before(day)) {
			own = append(own, u)
		}
	}
	if day.IsZero() || len(own) == 0 {
		return nil
	}
	v := &decidesView{Title: "Vem beslutar", Sources: []string{registerSource(own)}}
	for _, d := range decisionsOf(own) {
		v.Text = append(v.Text, prose.Handled(d.tasks, a.Name, d.unit, d.from, d.to, a.To != nil))
	}
	return v
}

// lastDayOf is the last day of an area's newest figures.
func (s *site) lastDayOf(area string) time.Time {
	var last time.Time
	for o := range s.deliveredOf(area) {
		if p, err := period.Parse(o.Period); err == nil && p.Last().After(last) {
			last = p.Last()
		}
	}
	return last
}

// decidesFor is for whom a unit decides; nil when the register does not say.
func (s *site) decidesFor(p *page, name string) *decidesView {
	own := slices.DeleteFunc(slices.Clone(s.deciding), func(u publication.Unit) bool { return u.Name != name })
	if len(own) == 0 {
		return nil
	}
	t := table{Caption: "Beslutar för", Quiet: true, Head: append(heads("Stadsdel"), cell{Text: "Uppgift", Left: true}, cell{Text: "När", Left: true})}
	for _, d := range decisionsOf(own) {
		what, when := d.cells()
		for _, n := range d.districts {
			t.Rows = append(t.Rows, row{Head: cell{Text: n, Href: p.areaLink(n)}, Cells: []cell{what, when}})
		}
		if len(d.districts) == 0 {
			t.Rows = append(t.Rows, row{Head: cell{Text: nowhere}, Cells: []cell{what, when}})
		}
	}
	return &decidesView{Title: "Beslutar för", Table: p.table(t), Sources: []string{registerSource(own)}}
}

// allDecide is for whom every unit of the register decides.
func (s *site) allDecide(p *page) *decidesView {
	if len(s.deciding) == 0 {
		return nil
	}
	t := table{Caption: "Vilka enheterna beslutar för", Quiet: true,
		Head: append(heads("Enhet"), cell{Text: "Beslutar för", Left: true}, cell{Text: "Uppgift", Left: true}, cell{Text: "När", Left: true})}
	for _, d := range decisionsOf(s.deciding) {
		what, when := d.cells()
		where := cell{Text: prose.Join(d.districts), Left: true}
		if len(d.districts) == 0 {
			where.Text = nowhere
		}
		t.Rows = append(t.Rows, row{Head: cell{Text: d.unit, Href: p.unitLink(d.unit)}, Cells: []cell{where, what, when}})
	}
	v := &decidesView{Title: "Vem beslutar för vem", Table: p.table(t)}
	for units := s.deciding; len(units) > 0; {
		n := 1
		for n < len(units) && units[n].Name == units[0].Name {
			n++
		}
		if source := registerSource(units[:n]); source != "" {
			v.Sources = append(v.Sources, units[0].Name+". "+source)
		}
		units = units[n:]
	}
	return v
}

const nowhere = "Utanför stadsdelarna"

// cells say in what and when.
func (d decision) cells() (what, when cell) {
	what, when = cell{Text: prose.Join(d.tasks), Left: true}, cell{Text: prose.Lasting(d.from, d.to), Left: true}
	if when.Text == "" {
		when.Text = "–"
	}
	return what, when
}

// registerSource names the sources of the register's rows, each once. They may
// be several sentences, and the register is real where figures are made up.
func registerSource(units []publication.Unit) string {
	var all []string
	for _, u := range units {
		if text := strings.TrimSuffix(u.Source, "."); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return "Källa: " + all[0] + "."
	}
	return "Källor: " + strings.Join(all, ". ") + "."
}
