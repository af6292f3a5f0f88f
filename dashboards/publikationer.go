package dashboards

import (
	"context"
	"fmt"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// Published is a publication in the list of all of them.
type Published struct {
	ID, Month string
	Published time.Time
	// AsOf is the day up to which deliveries count in one that looks back.
	AsOf        string
	Corrections int
	Current     bool
}

// publicationsPage is the list of publications.
type publicationsPage struct{ All, Back *table }

// Publications writes index.html of the folder that holds the publications'
// folders. Its menu and its style are those of pub, the current one; withReports
// says that rapporter.html is among its pages.
func Publications(ctx context.Context, pub *publication.DB, list []Published, withReports bool) ([]byte, error) {
	s, err := load(ctx, pub)
	if err != nil {
		return nil, fmt.Errorf("read publication: %w", err)
	}
	s.reports = withReports
	p := s.newPage("index.html")
	p.Root = s.info.ID + "/"
	p.kind, p.Title, p.H1 = "publikationer", "Alla publiceringar", "Alla publiceringar"
	p.Lede = []string{"Varje publicering finns kvar på sin egen plats och ändras aldrig. Den som citerar ett tal kan alltid visa var det stod."}
	p.Description = "Alla publiceringar med fasta adresser."
	body := publicationsPage{}
	all := table{Caption: "Publiceringar", Quiet: true, Head: heads("Uppgifter till och med", "Publicerad", "Rättade tal", "Version")}
	back := table{Caption: "Återblickar", Quiet: true, Head: heads("Uppgifter till och med", "Leveranser till och med", "Gjord", "Version")}
	for _, t := range []*table{&all, &back} {
		t.Head[1].Left, t.Head[3].Left = true, true
	}
	back.Head[2].Left = true
	for _, e := range list {
		head := cell{Text: prose.Upper(prose.Period(e.Month)), Href: e.ID + "/index.html"}
		made, version := cell{Text: prose.Date(e.Published), Left: true}, cell{Text: e.ID, Left: true}
		if e.AsOf != "" {
			until := cell{Text: e.AsOf, Left: true}
			if day, err := time.Parse(time.DateOnly, e.AsOf); err == nil {
				until.Text = prose.Date(day)
			}
			back.Rows = append(back.Rows, row{Head: head, Cells: []cell{until, made, version}})
			continue
		}
		if e.Current {
			head.Note = "den aktuella"
		}
		corrections := cell{Text: prose.Number(float64(e.Corrections), 0)}
		if e.Corrections > 0 {
			corrections.Href = e.ID + "/rattelser.html"
		}
		all.Rows = append(all.Rows, row{Head: head, Cells: []cell{made, corrections, version}})
	}
	body.All = p.table(all)
	if len(back.Rows) > 0 {
		body.Back = p.table(back)
	}
	p.Body = body
	return p.render()
}
