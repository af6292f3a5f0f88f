package source

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

const (
	// koladaIDs is how many ids version 3 takes in one part of a path.
	koladaIDs = 25
	// koladaPages bounds a chain of next_url that does not end.
	koladaPages = 1000
	// koladaSource is how Kolada wants to be named.
	koladaSource = "Kolada (RKA)"
	// withdrawn is the status of what Kolada has taken back.
	withdrawn = "borttagen"
)

// formError says that an answer is not of the form that is known.
type formError struct{ message string }

func (e *formError) Error() string { return e.message }

type koladaKPI struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Deleted bool   `json:"isdeleted"`
}

type koladaData struct {
	KPI          string `json:"kpi"`
	Municipality string `json:"municipality"`
	Period       int    `json:"period"`
	Values       []struct {
		Gender  string   `json:"gender"`
		Value   *float64 `json:"value"`
		Status  string   `json:"status"`
		Deleted bool     `json:"isdeleted"`
	} `json:"values"`
	Deleted bool `json:"isdeleted"`
}

// kolada fetches the values of some KPIs for some municipalities as one
// delivery of reference values, in an order that does not depend on Kolada's.
func (f *Fetcher) kolada(ctx context.Context, s Source, state *State) ([]string, error) {
	ids := slices.Sorted(maps.Keys(s.KPI))
	if err := f.checkTitles(ctx, s, ids); err != nil {
		return nil, err
	}
	var rows [][]string
	for kpis := range slices.Chunk(ids, koladaIDs) {
		for towns := range slices.Chunk(s.Municipalities, koladaIDs) {
			path := "/data/kpi/" + strings.Join(kpis, ",") + "/municipality/" + strings.Join(towns, ",")
			got, err := pages[koladaData](ctx, f, s, path)
			if err != nil {
				return nil, err
			}
			for _, d := range got {
				rows = append(rows, d.rows(s)...)
			}
		}
	}
	if len(rows) == 0 {
		return nil, errors.New("kolada has no value of these KPIs for these municipalities")
	}
	slices.SortFunc(rows, func(a, b []string) int { return slices.CompareFunc(a, b, cmp.Compare[string]) })
	rows = live(rows)
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Comma = ';'
	header := []string{"kommun", "ar", "nyckeltal", "kon", "varde", "status", "titel", "kalla"}
	if err := w.WriteAll(append([][]string{header}, rows...)); err != nil {
		return nil, err
	}
	a, err := f.receive(s, &text)
	if err != nil {
		return nil, err
	}
	if a.sha256 == state.SHA256 {
		return nil, os.Remove(a.path)
	}
	name, err := f.deliver(s, a, s.Feed, ".csv")
	if err != nil {
		return nil, err
	}
	state.SHA256 = a.sha256
	return []string{name}, nil
}

// rows are the values by gender. One that Kolada has taken back keeps its row
// without a figure: so the delivery speaks for its year and withdraws it.
func (d koladaData) rows(s Source) [][]string {
	if _, asked := s.KPI[d.KPI]; !asked || d.Period < s.FirstYear {
		return nil
	}
	if d.Deleted && len(d.Values) == 0 {
		return [][]string{d.row(s, "T", "", withdrawn)}
	}
	var out [][]string
	for _, v := range d.Values {
		value, status := "", v.Status
		switch {
		case d.Deleted || v.Deleted:
			status = withdrawn
		case v.Value == nil && status == "":
			status = "saknas"
		case v.Value != nil:
			value = strconv.FormatFloat(*v.Value, 'f', -1, 64)
		}
		out = append(out, d.row(s, v.Gender, value, status))
	}
	return out
}

func (d koladaData) row(s Source, gender, value, status string) []string {
	return []string{d.Municipality, strconv.Itoa(d.Period), d.KPI, gender, value, status, s.KPI[d.KPI], koladaSource}
}

// koladaKey is how many columns of a row say what it is about.
const koladaKey = 4

// live leaves one of equal rows, and drops a withdrawn one beside one that
// stands. Rows that contradict each other are left for ingest to refuse.
func live(sorted [][]string) [][]string {
	var out [][]string
	for i, row := range sorted {
		twin := func(other []string) bool { return slices.Equal(row[:koladaKey], other[:koladaKey]) }
		// Without a figure it sorts first of its key.
		if row[koladaKey+1] == withdrawn && i+1 < len(sorted) && twin(sorted[i+1]) {
			continue
		}
		if len(out) == 0 || !slices.Equal(out[len(out)-1], row) {
			out = append(out, row)
		}
	}
	return out
}

// checkTitles sees that each id is the KPI that the config means: ids that are
// passed from hand to hand are often another one's.
func (f *Fetcher) checkTitles(ctx context.Context, s Source, ids []string) error {
	titles := map[string]string{}
	for part := range slices.Chunk(ids, koladaIDs) {
		got, err := pages[koladaKPI](ctx, f, s, "/kpi/"+strings.Join(part, ","))
		if err != nil {
			return err
		}
		for _, k := range got {
			if !k.Deleted {
				titles[k.ID] = k.Title
			}
		}
	}
	var faults []error
	for _, id := range ids {
		title, ok := titles[id]
		switch {
		case !ok:
			faults = append(faults, fmt.Errorf("kolada has no KPI %s (%s)", id, s.KPI[id]))
		case folded(title) != folded(s.KPI[id]):
			faults = append(faults, fmt.Errorf("KPI %s is %q in Kolada, %q in the config", id, title, s.KPI[id]))
		}
	}
	return errors.Join(faults...)
}

func folded(title string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(title)), " "))
}

// pages follows next_url to the end, on the same host.
func pages[T any](ctx context.Context, f *Fetcher, s Source, path string) ([]T, error) {
	base, err := url.Parse(s.Address)
	if err != nil {
		return nil, errors.New("the address is no URL")
	}
	address := strings.TrimSuffix(s.Address, "/") + path
	asked := map[string]bool{}
	var out []T
	for address != "" {
		if asked[address] || len(asked) >= koladaPages {
			return nil, &formError{"kolada's pages do not end"}
		}
		asked[address] = true
		var page struct {
			Values  *[]T   `json:"values"`
			NextURL string `json:"next_url"`
		}
		err := f.get(ctx, s, address, http.Header{"Accept": {"application/json"}}, func(resp *http.Response) error {
			text, err := readAll(resp.Body, s.MaxBytes)
			if err != nil {
				return err
			}
			page.Values, page.NextURL = nil, ""
			if err := json.Unmarshal(text, &page); err != nil {
				return &formError{fmt.Sprintf("the answer is not Kolada's form: %v", err)}
			}
			if page.Values == nil {
				return &formError{"the answer is not Kolada's form: it has no values"}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		out = append(out, *page.Values...)
		if address = page.NextURL; address == "" {
			break
		}
		next, err := base.Parse(address)
		if err != nil || next.Host != base.Host || next.Scheme != base.Scheme {
			return nil, &formError{"kolada's next_url leads elsewhere"}
		}
		address = next.String()
	}
	return out, nil
}
