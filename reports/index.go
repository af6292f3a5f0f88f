package reports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"stadsdelskollen/queries/publication"
)

// Catalogue is the list of all publications of an audience, the newest first,
// with the feed of the newest one.
type Catalogue struct {
	Entries []CatalogueEntry
	feed    Feed
}

// CatalogueEntry is a publication in the list.
type CatalogueEntry struct {
	Number      int64     `json:"nummer,omitempty"`
	ID          string    `json:"id"`
	Month       string    `json:"manad"`
	Published   time.Time `json:"publicerad"`
	AsOf        string    `json:"uppgifter_till,omitempty"`
	Address     string    `json:"adress"`
	Current     bool      `json:"aktuell"`
	Corrections int       `json:"rattelser"`
	Synthetic   bool      `json:"syntetisk"`
}

// ReadCatalogue reads the folder of publications; current is the one that
// `site` shows, from whose memory the feed and the counts are taken.
func ReadCatalogue(ctx context.Context, dir, current string) (_ *Catalogue, err error) {
	kept, err := Kept(dir)
	if err != nil {
		return nil, err
	}
	pub, err := publication.Open(ctx, filepath.Join(dir, current, "data", "publication.duckdb"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	f, err := FeedOf(ctx, pub)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{feed: f}
	for _, m := range slices.Backward(kept) {
		info := f.Info
		info.ID = m.ID
		e := CatalogueEntry{Number: m.Number, ID: m.ID, Month: m.Month, Published: m.Published.UTC(), AsOf: m.AsOf, Address: m.ID + "/index.html",
			Current: m.ID == current, Corrections: len(f.of(m.ID)), Synthetic: m.Synthetic}
		if info.Address != "" {
			e.Address = info.Permanent("index.html")
		}
		c.Entries = append(c.Entries, e)
	}
	return c, nil
}

// JSON is publikationer.json.
func (c *Catalogue) JSON() ([]byte, error) {
	doc := struct {
		Note string           `json:"anmarkning,omitempty"`
		List []CatalogueEntry `json:"publikationer"`
	}{Note: c.feed.Info.Mark(), List: c.Entries}
	text, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write publikationer.json: %w", err)
	}
	return append(text, '\n'), nil
}

// Atom is the feed that stands beside the publications' folders.
func (c *Catalogue) Atom() ([]byte, error) {
	f := c.feed
	f.Root = func(id string) (string, bool) { return id + "/", true }
	return Atom(f)
}

// FeedOf is what a publication can tell in a feed; its links lead from its own folder.
func FeedOf(ctx context.Context, pub *publication.DB) (f Feed, err error) {
	if f.Info, err = pub.Info(ctx); err != nil {
		return f, err
	}
	earlier, err := pub.EarlierPublications(ctx)
	if err != nil {
		return f, err
	}
	own := publication.Earlier{ID: f.Info.ID, Published: f.Info.Published, Month: f.Info.Month}
	f.Publications = append([]publication.Earlier{own}, earlier...)
	if f.Corrections, err = pub.Corrections(ctx); err != nil {
		return f, err
	}
	f.Titles, err = indicatorTitles(ctx, pub)
	// The same file stands at site and beneath publications: only its own pages lie alike from both.
	f.Root = func(id string) (string, bool) { return "", id == f.Info.ID }
	return f, err
}
