package reports

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/reports/prose"
)

// CorrectionColumns are the columns of data/rattelser.csv.
var CorrectionColumns = []string{"publikation", "publicerad", "sedan", "slag", "nyckeltal", "matt", "niva", "omrade", "indelning", "kategori", "period",
	"enhet", "fore", "efter", "fore_namnare", "efter_namnare", "fore_status", "efter_status", "orsak", "kvitto", "ersatter", "anmarkning"}

// correctionsName is the file of corrections without its ending.
const correctionsName = "rattelser"

// jsonCorrection is an entry of data/rattelser.json. A value that there is not,
// or that may not be told, is null.
type jsonCorrection struct {
	Publication       string       `json:"publikation"`
	Published         time.Time    `json:"publicerad"`
	Since             string       `json:"sedan"`
	Kind              string       `json:"slag"`
	Indicator         string       `json:"nyckeltal,omitempty"`
	Measure           string       `json:"matt,omitempty"`
	Level             string       `json:"niva,omitempty"`
	Area              string       `json:"omrade,omitempty"`
	Division          string       `json:"indelning,omitempty"`
	Category          string       `json:"kategori,omitempty"`
	Period            string       `json:"period,omitempty"`
	Unit              string       `json:"enhet,omitempty"`
	Before            *json.Number `json:"fore"`
	After             *json.Number `json:"efter"`
	BeforeDenominator *json.Number `json:"fore_namnare,omitempty"`
	AfterDenominator  *json.Number `json:"efter_namnare,omitempty"`
	BeforeStatus      string       `json:"fore_status,omitempty"`
	AfterStatus       string       `json:"efter_status,omitempty"`
	Cause             string       `json:"orsak"`
	Receipt           *int64       `json:"kvitto"`
	Replaced          *int64       `json:"ersatter"`
	Text              string       `json:"text"`
}

func writeCorrections(ctx context.Context, pub *publication.DB, info publication.Info, dir string) error {
	corrections, err := pub.Corrections(ctx)
	if err != nil {
		return err
	}
	titles, err := indicatorTitles(ctx, pub)
	if err != nil {
		return err
	}
	if err := writeNew(filepath.Join(dir, correctionsName+".csv"), CorrectionsCSV(info.Mark(), corrections)); err != nil {
		return err
	}
	text, err := correctionsJSON(info, corrections, titles)
	if err != nil {
		return fmt.Errorf("write %s.json: %w", correctionsName, err)
	}
	return writeNew(filepath.Join(dir, correctionsName+".json"), text)
}

func indicatorTitles(ctx context.Context, pub *publication.DB) (map[string]string, error) {
	indicators, err := pub.Indicators(ctx)
	titles := map[string]string{}
	for _, ind := range indicators {
		titles[ind.Name] = ind.Title
	}
	return titles, err
}

// CorrectionsCSV writes corrections as data/rattelser.csv has them, a note at the
// end of each row.
func CorrectionsCSV(note string, corrections []publication.Correction) []byte {
	rows := [][]string{CorrectionColumns}
	for _, c := range corrections {
		published := ""
		if !c.Published.IsZero() {
			published = c.Published.UTC().Format(time.RFC3339)
		}
		rows = append(rows, []string{c.Publication, published, c.Since, c.Kind, c.Indicator, c.Measure, c.Level, c.Area, c.Division,
			c.Category, c.Period, c.Unit, exact(c.Before), exact(c.After), exact(c.BeforeDenominator), exact(c.AfterDenominator), c.BeforeStatus, c.AfterStatus,
			c.Cause, whole(c.Receipt), whole(c.Replaced), note})
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows) // writing to a buffer cannot fail
	return b.Bytes()
}

func correctionsJSON(info publication.Info, corrections []publication.Correction, titles map[string]string) ([]byte, error) {
	doc := struct {
		Note        string           `json:"anmarkning,omitempty"`
		Publication string           `json:"publikation"`
		Rows        []jsonCorrection `json:"rattelser"`
	}{Note: info.Mark(), Publication: info.ID, Rows: []jsonCorrection{}}
	for _, c := range corrections {
		doc.Rows = append(doc.Rows, jsonCorrection{c.Publication, c.Published.UTC(), c.Since, c.Kind, c.Indicator, c.Measure, c.Level, c.Area, c.Division, c.Category,
			c.Period, c.Unit, number(exact(c.Before)), number(exact(c.After)), number(exact(c.BeforeDenominator)), number(exact(c.AfterDenominator)),
			c.BeforeStatus, c.AfterStatus, c.Cause, c.Receipt, c.Replaced, prose.CorrectionSentence(c, titleOf(c, titles))})
	}
	text, err := json.MarshalIndent(doc, "", " ")
	return append(text, '\n'), err
}

// titleOf is the title of the indicator that a correction names; its code where
// the indicator is no more.
func titleOf(c publication.Correction, titles map[string]string) string {
	if title := titles[c.Indicator]; title != "" {
		return title
	}
	return c.Indicator
}

func number(text string) *json.Number {
	if text == "" {
		return nil
	}
	n := json.Number(text)
	return &n
}
