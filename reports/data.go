// Package reports writes what a reader takes away from a publication: its
// figures as files and the manifest that names every file. It reads the
// publication alone and refuses to overwrite a file.
package reports

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"stadsdelskollen/queries/publication"
)

// synthetic marks every file that is made from synthetic deliveries.
const synthetic = "Syntetiska uppgifter"

// FactColumns are the columns of data/fakta.csv.
var FactColumns = []string{"matt", "slag", "niva", "omrade", "indelning", "kategori", "period", "varde", "enhet", "namnare", "nedre", "ovre", "antal", "status", "kalla", "kvitto"}

// ObservationColumns are the columns of data/<nyckeltal>.csv.
var ObservationColumns = []string{"nyckeltal", "niva", "omrade", "indelning", "kategori", "period", "varde", "enhet", "taljare", "namnare", "nedre", "ovre", "status", "kalla"}

// WriteData writes fakta.csv, rattelser.csv and .json and, per indicator, a CSV and a JSON file into
// dir: UTF-8, comma, decimal point; shares in percent. In CSV a value that is
// hidden, not delivered or not applicable is a sign; in JSON it is null beside
// its status.
func WriteData(ctx context.Context, pub *publication.DB, dir string) error {
	info, err := pub.Info(ctx)
	if err != nil {
		return err
	}
	facts, err := pub.Facts(ctx)
	if err != nil {
		return err
	}
	if err := writeNew(filepath.Join(dir, "fakta.csv"), factsCSV(info, facts)); err != nil {
		return err
	}
	if err := writeCorrections(ctx, pub, info, dir); err != nil {
		return err
	}
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return err
	}
	for _, ind := range indicators {
		obs, err := pub.Observations(ctx, ind.Name)
		if err != nil {
			return err
		}
		if err := writeNew(filepath.Join(dir, ind.Name+".csv"), observationsCSV(info, ind, obs)); err != nil {
			return err
		}
		text, err := observationsJSON(info, ind, obs)
		if err != nil {
			return fmt.Errorf("write %s.json: %w", ind.Name, err)
		}
		if err := writeNew(filepath.Join(dir, ind.Name+".json"), text); err != nil {
			return err
		}
	}
	return nil
}

func factsCSV(info publication.Info, facts []publication.Fact) []byte {
	rows := [][]string{FactColumns}
	for _, f := range facts {
		sign := publication.Sign(f.Status)
		rows = append(rows, []string{f.Measure, f.Kind, f.Level, f.Area, f.Division, f.Category, f.Period,
			orSign(exact(f.Value), sign), f.Unit, exact(f.Denominator), exact(f.Lower), exact(f.Upper), whole(f.N), f.Status, source(info, f.Source), whole(f.Receipt)})
	}
	return table(rows)
}

func observationsCSV(info publication.Info, ind publication.Indicator, obs []publication.Observation) []byte {
	rows := [][]string{ObservationColumns}
	for _, o := range obs {
		sign := publication.Sign(o.Status)
		rows = append(rows, []string{o.Indicator, o.Level, o.Area, o.Division, o.Category, o.Period,
			orSign(rounded(o.Value, ind.Decimals), sign), o.Unit, orSign(exact(o.Numerator), sign), exact(o.Denominator),
			rounded(o.Lower, ind.Decimals), rounded(o.Upper, ind.Decimals), o.Status, source(info, o.Source)})
	}
	return table(rows)
}

type jsonIndicator struct {
	Name       string `json:"nyckeltal"`
	Title      string `json:"titel"`
	Definition string `json:"definition"`
	Unit       string `json:"enhet"`
	Decimals   int64  `json:"decimaler"`
	Method     string `json:"metod"`
	Direction  string `json:"riktning"`
	Adds       string `json:"adderas"`
	Type       string `json:"typ"`
	Categories string `json:"kategorier,omitempty"`
}

type jsonObservation struct {
	Indicator   string       `json:"nyckeltal"`
	Level       string       `json:"niva"`
	Area        string       `json:"omrade"`
	Division    string       `json:"indelning"`
	Category    string       `json:"kategori"`
	Period      string       `json:"period"`
	Value       *json.Number `json:"varde"`
	Unit        string       `json:"enhet"`
	Numerator   *json.Number `json:"taljare"`
	Denominator *json.Number `json:"namnare"`
	Lower       *json.Number `json:"nedre"`
	Upper       *json.Number `json:"ovre"`
	Status      string       `json:"status"`
	Source      string       `json:"kalla"`
}

func observationsJSON(info publication.Info, ind publication.Indicator, obs []publication.Observation) ([]byte, error) {
	doc := struct {
		Note        string            `json:"anmarkning,omitempty"`
		Publication string            `json:"publikation"`
		Indicator   jsonIndicator     `json:"nyckeltal"`
		Rows        []jsonObservation `json:"observationer"`
	}{
		Publication: info.ID,
		Indicator: jsonIndicator{ind.Name, ind.Title, ind.Definition, ind.Unit, ind.Decimals, ind.Method, ind.Direction,
			ind.Adds, ind.Type, ind.Categories},
	}
	if info.Synthetic {
		doc.Note = synthetic
	}
	for _, o := range obs {
		doc.Rows = append(doc.Rows, jsonObservation{o.Indicator, o.Level, o.Area, o.Division, o.Category, o.Period,
			number(rounded(o.Value, ind.Decimals)), o.Unit, number(exact(o.Numerator)), number(exact(o.Denominator)),
			number(rounded(o.Lower, ind.Decimals)), number(rounded(o.Upper, ind.Decimals)), o.Status, source(info, o.Source)})
	}
	text, err := json.MarshalIndent(doc, "", " ")
	return append(text, '\n'), err
}

func source(info publication.Info, s string) string {
	switch {
	case !info.Synthetic || strings.Contains(s, synthetic):
		return s
	case s == "":
		return synthetic
	}
	return synthetic + ". " + s
}

func table(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	// Writing to a buffer cannot fail.
	_ = w.WriteAll(rows)
	return b.Bytes()
}

func orSign(text, sign string) string {
	if text == "" {
		return sign
	}
	return text
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

func number(text string) *json.Number {
	if text == "" {
		return nil
	}
	n := json.Number(text)
	return &n
}

func writeNew(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}
