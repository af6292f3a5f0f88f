package reports

import (
	"crypto/sha1" // #nosec G505: RFC 9562 makes name-based ids with it; nothing is secured by them
	"encoding/xml"
	"fmt"
	"html"
	"path/filepath"
	"strings"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

const (
	// feedLength is how many publications a feed tells of, feedCorrections how
	// many corrections an entry lists; the page and the files have them all.
	feedLength      = 50
	feedCorrections = 20
)

// Feed is what an Atom feed tells.
type Feed struct {
	Info publication.Info
	// Publications are the newest first; the first one is Info's own.
	Publications []publication.Earlier
	Corrections  []publication.Correction
	Titles       map[string]string // of indicators, by name
	// Root leads from the feed to the folder of a publication, with a slash at
	// its end, where the site's address is not known; false where nothing leads there.
	Root func(id string) (string, bool)
}

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Author   atomAuthor  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Content atomContent `xml:"content"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Atom writes a feed of publications and of what each corrected (RFC 4287). Its
// ids are made of the publications' ids, so that an entry stays the same entry
// wherever the feed is served. It tells what data/rattelser.csv tells. Without the
// site's address its links are relative to the feed's own, which section 2 of the RFC
// lets a reader resolve them by.
func Atom(f Feed) ([]byte, error) {
	if len(f.Publications) == 0 {
		return nil, fmt.Errorf("write feed: no publication")
	}
	if len(f.Publications) > feedLength {
		f.Publications = f.Publications[:feedLength]
	}
	out := atomFeed{Lang: "sv", ID: urn("feed", f.Info.Audience, f.Info.City, f.Info.Publisher), Title: f.title("Stadsdelskollen, " + f.Info.City),
		Subtitle: "Nya publiceringar och vad de rättar.", Updated: stamp(f.Publications[0].Published), Author: atomAuthor{f.author()}}
	out.Subtitle = f.Info.Marked(out.Subtitle)
	if f.Info.Address != "" {
		out.Links = append(out.Links, atomLink{"self", "application/atom+xml", f.Info.Address + "/publications/atom.xml"},
			atomLink{"alternate", "text/html", f.Info.Address + "/publications/index.html"})
	} else {
		out.Links = append(out.Links, atomLink{"alternate", "text/html", "index.html"})
	}
	for _, p := range f.Publications {
		corrections := f.of(p.ID)
		if len(corrections) > 0 {
			out.Entries = append(out.Entries, f.corrected(p, corrections))
		}
		out.Entries = append(out.Entries, f.published(p, len(corrections)))
	}
	text, err := xml.MarshalIndent(out, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write feed: %w", err)
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

func (f Feed) author() string {
	if f.Info.Publisher != "" {
		return f.Info.Publisher
	}
	return f.Info.City
}

// title marks what is made up and what is not for everyone.
func (f Feed) title(text string) string {
	if f.Info.Synthetic {
		text += " (syntetiska uppgifter)"
	}
	if f.Info.Audience == publication.AudienceInternal {
		text = "INTERNT: " + text
	}
	return text
}

func (f Feed) of(id string) []publication.Correction {
	var out []publication.Correction
	for _, c := range f.Corrections {
		if c.Publication == id {
			out = append(out, c)
		}
	}
	return out
}

// link leads to a page of a publication. An entry that has content may do without
// (RFC 4287, 4.1.2), and a reader who is led nowhere is worse off than one who is not led.
func (f Feed) link(id, page string) []atomLink {
	if f.Info.Address != "" {
		return []atomLink{{"alternate", "text/html", f.Info.Address + "/publications/" + id + "/" + page}}
	}
	if root, ok := f.Root(id); ok {
		return []atomLink{{"alternate", "text/html", root + page}}
	}
	return nil
}

func (f Feed) published(p publication.Earlier, corrections int) atomEntry {
	text := prose.Sentence(prose.Release(p.Month)) + " " + prose.Corrections(corrections)
	return atomEntry{ID: urn("publication", p.ID), Title: f.title(prose.Release(p.Month)), Updated: stamp(p.Published), Links: f.link(p.ID, "index.html"),
		Content: atomContent{"html", "<p>" + html.EscapeString(text) + " Version " + html.EscapeString(p.ID) + ".</p>"}}
}

func (f Feed) corrected(p publication.Earlier, corrections []publication.Correction) atomEntry {
	var b strings.Builder
	b.WriteString("<ul>")
	for _, c := range corrections[:min(feedCorrections, len(corrections))] {
		b.WriteString("<li>" + html.EscapeString(prose.CorrectionSentence(c, titleOf(c, f.Titles))) + "</li>")
	}
	b.WriteString("</ul>")
	if n := len(corrections) - feedCorrections; n > 0 {
		b.WriteString("<p>" + html.EscapeString(prose.Sentence(prose.Count(n, "en rättelse till", "rättelser till")+" står på sidan")) + "</p>")
	}
	return atomEntry{ID: urn("corrections", p.ID), Title: f.title("Rättelser: " + strings.TrimSuffix(prose.Lower(prose.Corrections(len(corrections))), ".")),
		Updated: stamp(p.Published), Links: f.link(p.ID, "rattelser.html"), Content: atomContent{"html", b.String()}}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// urn is an id made of names: a UUID of version 5 in the namespace of URLs.
func urn(names ...string) string {
	namespace := []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(namespace, []byte("stadsdelskollen:"+strings.Join(names, ":"))...)) // #nosec G401: as above
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// WriteFeed writes atom.xml of a publication into its folder: what a reader
// could know on the day of it.
func WriteFeed(f Feed, dir string) error {
	text, err := Atom(f)
	if err != nil {
		return err
	}
	return writeNew(filepath.Join(dir, "atom.xml"), text)
}
