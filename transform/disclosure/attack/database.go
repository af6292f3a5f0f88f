//go:build duckdb_arrow

package attack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform"
)

// stored is a publication database read table by table, without knowing what
// tables there are.
type stored struct{ db *duck.DB }

func openStored(ctx context.Context, file string) (*stored, error) {
	db, err := duck.Open(ctx, file, duck.Options{ReadOnly: true, Threads: 1})
	if err != nil {
		return nil, err
	}
	return &stored{db}, nil
}

func (s *stored) Close() error { return s.db.Close() }

// record is a row of any table: its values by column.
type record map[string]any

func (r record) text(column string) string {
	if t, ok := r[column].(string); ok {
		return t
	}
	return ""
}

// rows are all rows of a table; none where there is no such table.
func (s *stored) rows(ctx context.Context, table string) (out []record, err error) {
	err = s.db.Tx(ctx, func(tx *duck.Tx) error {
		tables, err := duck.Select[struct {
			Name string `db:"namn"`
		}](ctx, tx, "SELECT table_name AS namn FROM information_schema.tables WHERE table_name = $namn", duck.Args{"namn": table})
		if err != nil || len(tables) == 0 {
			return err
		}
		return duck.Each(ctx, tx, `SELECT to_json(t)::VARCHAR AS rad FROM "`+strings.ReplaceAll(table, `"`, `""`)+`" AS t`, nil, func(r struct {
			Text string `db:"rad"`
		}) error {
			var rec record
			dec := json.NewDecoder(strings.NewReader(r.Text))
			dec.UseNumber()
			err := dec.Decode(&rec)
			out = append(out, rec)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", table, err)
	}
	return out, nil
}

// shape describes every table, view, column and comment, so that nothing stands in
// a file beside the tables that are compared.
func (s *stored) shape(ctx context.Context) (tables []string, described []string, err error) {
	type line struct {
		Table string `db:"tabell"`
		Text  string `db:"rad"`
	}
	var lines []line
	err = s.db.Tx(ctx, func(tx *duck.Tx) (err error) {
		lines, err = duck.Select[line](ctx, tx, `
			SELECT table_name AS tabell, concat_ws(' ', schema_name, table_name, column_name, data_type, comment) AS rad FROM duckdb_columns() WHERE NOT internal
			UNION ALL SELECT '' AS tabell, concat_ws(' ', 'table', schema_name, table_name, comment, tags::VARCHAR) AS rad FROM duckdb_tables() WHERE NOT internal
			UNION ALL SELECT '' AS tabell, concat_ws(' ', 'view', schema_name, view_name, comment, sql) AS rad FROM duckdb_views() WHERE NOT internal
			UNION ALL SELECT '' AS tabell, concat_ws(' ', 'function', schema_name, function_name, comment, macro_definition) AS rad FROM duckdb_functions() WHERE NOT internal
			UNION ALL SELECT '' AS tabell, concat_ws(' ', 'sequence', schema_name, sequence_name, comment, start_value, last_value) AS rad FROM duckdb_sequences()
			UNION ALL SELECT '' AS tabell, concat_ws(' ', 'type', schema_name, type_name, comment, labels::VARCHAR) AS rad FROM duckdb_types() WHERE NOT internal
			ORDER BY ALL`, nil)
		return err
	})
	for _, l := range lines {
		if l.Table != "" {
			tables = append(tables, l.Table)
		}
		described = append(described, l.Text)
	}
	return slices.Compact(tables), described, err
}

// publication adds to published facts what the database says of their meaning.
func (s *stored) publication(ctx context.Context, facts []publication.Fact) (Publication, error) {
	p := Publication{Facts: facts, Groups: map[[2]string][]string{}, Parts: map[string]string{}}
	var errs []error
	each := func(table string, fn func(record)) {
		rows, err := s.rows(ctx, table)
		errs = append(errs, err)
		for _, r := range rows {
			fn(r)
		}
	}
	each("mattdefinition", func(r record) {
		d := Definition{}
		for column := range r {
			d[column] = r.text(column)
		}
		p.Definitions = append(p.Definitions, d)
	})
	each("kategorigrupp", func(r record) {
		k := [2]string{r.text("matt"), r.text("grupp")}
		p.Groups[k] = append(p.Groups[k], r.text("kategori"))
	})
	each("omrade", func(r record) { p.Parts[r.text("namn")] = r.text("del") })
	each("publikation", func(r record) {
		if n := r.number("avrundas_till"); n != nil {
			p.RoundedTo = int64(*n)
		}
		p.Rule, p.Published = r.text("skydd"), r.text("publicerad")
		if n, ok := r["riktlinje_dagar"].(json.Number); ok {
			if days, err := n.Int64(); err == nil {
				p.Guideline = &days
			}
		}
	})
	for _, fine := range p.Groups {
		slices.Sort(fine)
	}
	pub := publication.Over(s.db)
	succession, err := pub.Succession(ctx)
	p.Succession = succession
	return p, errors.Join(append(errs, err)...)
}

// compareDatabase computes everything anew from the published facts alone, in a
// database of its own, and compares every row of every table: a figure that does
// not follow from them came from elsewhere.
func (v *verifier) compareDatabase(ctx context.Context, s *stored, facts []publication.Fact) (*derived, error) {
	pub := publication.Over(s.db)
	content, err := pub.Content(ctx)
	if err != nil {
		return nil, err
	}
	if content.Info.Audience != publication.AudiencePublic {
		v.find(RuleAudience, databaseFile, "the database is for audience %q", content.Info.Audience)
	}
	content.Facts = v.compareFacts(facts, content.Facts, content.Info.Synthetic)
	tmp, err := os.MkdirTemp("", "verify-")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(tmp, "publication.duckdb")
	err = compute(ctx, file, content, pub)
	var d *derived
	if err == nil {
		d, err = v.compareTables(ctx, s, file)
	}
	return d, errors.Join(err, os.RemoveAll(tmp))
}

// compute makes a publication of content. What was before it is no function of
// its facts and is taken over as it stands.
func compute(ctx context.Context, file string, c publication.Content, stored *publication.DB) (err error) {
	earlier, err := stored.EarlierPublications(ctx)
	if err != nil {
		return err
	}
	corrections, err := stored.Corrections(ctx)
	if err != nil {
		return err
	}
	pub, err := publication.Create(ctx, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pub.Close()) }()
	if err := pub.Fill(ctx, c); err != nil {
		return err
	}
	if err := transform.Compute(ctx, pub); err != nil {
		return err
	}
	return pub.Remember(ctx, earlier, corrections)
}

// shownRows is how many differing rows of one table are named.
const shownRows = 10

func (v *verifier) compareTables(ctx context.Context, s *stored, file string) (*derived, error) {
	fresh, err := openStored(ctx, file)
	if err != nil {
		return nil, err
	}
	tables, described, err := fresh.shape(ctx)
	if err == nil {
		err = v.compareShape(ctx, s, described)
	}
	d := &derived{rows: map[string][]record{}}
	for _, t := range tables {
		var ours, theirs []record
		if err == nil {
			ours, err = fresh.rows(ctx, t)
		}
		if err == nil {
			theirs, err = s.rows(ctx, t)
		}
		d.rows[t] = ours
		v.compareRecords(t, ours, theirs)
	}
	return d, errors.Join(err, fresh.Close())
}

func (v *verifier) compareShape(ctx context.Context, s *stored, described []string) error {
	_, theirs, err := s.shape(ctx)
	for _, t := range theirs {
		if !slices.Contains(described, t) {
			v.find(RuleMetadata, databaseFile, "%q is in no publication that this program makes", t)
		}
	}
	for _, t := range described {
		if !slices.Contains(theirs, t) {
			v.find(RuleMetadata, databaseFile, "%q is missing", t)
		}
	}
	return err
}

// compareRecords compares two tables as sets of rows.
func (v *verifier) compareRecords(table string, ours, theirs []record) {
	left := map[string]int{}
	for _, r := range ours {
		left[rowText(r)]++
	}
	extra := 0
	for _, r := range theirs {
		l := rowText(r)
		for _, h := range hashesIn([]byte(l)) {
			v.find(RuleHash, databaseFile+", "+table, "%s looks like the hash of something", h)
		}
		if left[l] > 0 {
			left[l]--
			continue
		}
		if extra++; extra <= shownRows {
			v.find(RuleFormats, databaseFile+", "+table, "the row %s does not follow from %s", l, factsFile)
		}
	}
	missing := 0
	for _, n := range left {
		missing += n
	}
	if missing > 0 || extra > shownRows {
		v.find(RuleFormats, databaseFile+", "+table, "%d rows do not follow from %s, and %d that do are missing", extra, factsFile, missing)
	}
}

var longNumber = regexp.MustCompile(`^-?\d*\.?\d+(e[-+]?\d+)?$`)

// rowText is a row as one text. Numbers are cut to nine digits: sums of floating
// point numbers depend on the order in which they were added.
func rowText(r record) string {
	columns := make([]string, 0, len(r))
	for c := range r {
		columns = append(columns, c)
	}
	slices.SortFunc(columns, cmp.Compare)
	var b strings.Builder
	for _, c := range columns {
		text := fmt.Sprint(r[c])
		if n, ok := r[c].(json.Number); ok {
			if f, err := n.Float64(); err == nil && longNumber.MatchString(text) {
				text = strconv.FormatFloat(f, 'g', 9, 64)
			}
		}
		fmt.Fprintf(&b, "%s=%s ", c, text)
	}
	return b.String()
}
