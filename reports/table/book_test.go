package table

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func exampleBook() Book {
	share, homes := 47.9, 1211.0
	return Book{Title: "Månadsrapport", Published: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC),
		Sheets: []Sheet{{Name: "Tabell 1", Title: "=1+1", Sub: "November", Head: []string{"Stadsdel", "Andel", "Hushåll"}, Rows: [][]Entry{
			{{Text: "=SUM(A1)"}, {Text: "47,9 %", Value: &share, Decimals: 1, Suffix: "%"}, {Text: "1 211", Value: &homes}},
			{{Text: "Farsta"}, {Text: ".."}, {Text: "-"}}}}},
		About: [][]string{{"Rapport", "@cmd"}}}
}

func TestWorkbooksHaveNumbersAsNumbersAndNoFormula(t *testing.T) {
	data, err := Workbook(exampleBook())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Workbook(exampleBook())
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the same book gives other bytes: %v", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, want := range map[string]string{"B5": "47.9 %", "C5": "1,211", "A5": "=SUM(A1)", "B6": "..", "C6": "-", "A1": "=1+1"} {
		if got, err := f.GetCellValue("Tabell 1", at); err != nil || got != want {
			t.Errorf("%s is %q, want %q: %v", at, got, want, err)
		}
		if formula, err := f.GetCellFormula("Tabell 1", at); err != nil || formula != "" {
			t.Errorf("%s has the formula %q: %v", at, formula, err)
		}
	}
	c, err := ReadWorkbook(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"=SUM(A1)\t47.9\t1211", "Farsta\t..\t-", "Rapport\t@cmd", "Månadsrapport"} {
		if !slices.Contains(c.Texts, want) {
			t.Errorf("%q is not read back: %q", want, c.Texts)
		}
	}
	if _, err := ReadWorkbook([]byte("PK")); err == nil {
		t.Error("what is no workbook is read")
	}
}

func TestAHiddenSheetInAWorkbookIsRefused(t *testing.T) {
	data, err := Workbook(exampleBook())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetSheetVisible(sheetAbout, false); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadWorkbook(out.Bytes()); err == nil {
		t.Error("a hidden sheet is read as if it were seen")
	}
}
