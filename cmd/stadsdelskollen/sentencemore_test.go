//go:build duckdb_arrow

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stadsdelskollen/queries/publication"
)

// yearsBefore holds every row of the districts' tables of a month and the same month a year before against over_tid.
func (k *checker) yearsBefore(t *testing.T, site string) {
	t.Helper()
	pages, err := fs.Glob(os.DirFS(site), "stadsdel/*.html")
	must(t, err)
	for _, name := range pages {
		doc, err := html.Parse(strings.NewReader(readSite(t, os.DirFS(site), name)))
		must(t, err)
		area := textIn(element(doc, "h1"))
		for n := range doc.Descendants() {
			if n.Data != "section" || attribute(n, "aria-labelledby") != "h-fjol" {
				continue
			}
			for r := range element(n, "tbody").Descendants() {
				if r.Data != "tr" {
					continue
				}
				if err := k.yearBeforeTrue(area, r); err != nil {
					t.Errorf("%s: %s: %v", name, textIn(r), err)
				}
			}
		}
	}
}

// signed is the number of a cell as it is printed, or its sign.
var signed = regexp.MustCompile(`^\+?(−?[\d ]+(?:,\d+)?)(?: (?:kr|tkr|%|dagar|dag)| ?procent\x{ad}enhet(?:er)?)?$`)

func (k *checker) yearBeforeTrue(area string, row *html.Node) error {
	k.seen["året före"]++
	var cells []string
	for c := range row.ChildNodes() {
		if c.Type == html.ElementNode {
			cells = append(cells, plainSpaces(textIn(c)))
		}
	}
	ind := strings.TrimSuffix(path.Base(attribute(element(row, "a"), "href")), ".html")
	at := monthOf(plainSpaces(textIn(element(row, "small"))))
	newest := ""
	for _, o := range k.months[ind] {
		if o.Area == area && o.Category == "" && o.Value != nil {
			newest = max(newest, o.Period)
		}
	}
	if at != newest {
		return fmt.Errorf("the newest month is %s", newest)
	}
	half := 0.5*math.Pow(10, -float64(k.decimals[ind])) + 1e-9
	for _, o := range k.months[ind] {
		if o.Area != area || o.Category != "" || o.Period != at {
			continue
		}
		for i, want := range []*float64{o.Value, o.YearBefore, o.Change, o.Rolling} {
			m := signed.FindStringSubmatch(cells[i+1])
			switch {
			case want == nil && (m != nil || !regexp.MustCompile(`^(\.\.|-|\.)\D+$`).MatchString(cells[i+1])),
				want != nil && (m == nil || math.Abs(*want-swedish(m[1])) > half || strings.HasPrefix(cells[i+1], "+") && *want <= 0):
				return fmt.Errorf("%q stands for %v", cells[i+1], want)
			}
		}
		return nil
	}
	return errors.New("there is no such month")
}

// sharedTrue holds every part that the sentence names against the city's figure.
func (k *checker) sharedTrue(m []string, parts [][]string) error {
	k.seen["variation"]++
	for name, title := range k.titles {
		if !strings.EqualFold(title, "Variation i "+m[4]) {
			continue
		}
		for _, part := range parts {
			if err := k.partTrue(name, m[1], part); err != nil {
				return err
			}
		}
		return nil
	}
	return errors.New("there is no such indicator")
}

func (k *checker) partTrue(indicator, year string, part []string) error {
	for _, o := range k.shares[indicator] {
		if o.Level != publication.LevelCity || o.Period != year || o.Category != part[3] || o.Value == nil {
			continue
		}
		said := 0.0
		if part[1] != "" {
			said = swedish(part[1])
		}
		if math.Abs(*o.Value-said) > 0.51 {
			return fmt.Errorf("%s: %v", part[3], *o.Value)
		}
		if low, high := limits(part[2]); part[2] != "" && (said < low || said > high || math.Abs(*o.Lower-low) > 0.51 || math.Abs(*o.Upper-high) > 0.51) {
			return fmt.Errorf("%s: from %v to %v", part[3], *o.Lower, *o.Upper)
		}
		return nil
	}
	return fmt.Errorf("%s has no figure", part[3])
}

func (k *checker) expectedTrue(m []string) error {
	k.seen["väntat"]++
	for _, x := range k.expected {
		if x.Area != m[1] || x.Period != m[2] {
			continue
		}
		low, high := limits(m[4])
		if math.Abs(x.Ratio-swedish(m[3])) > 0.0051 || math.Abs(x.Observed/x.Expected-x.Ratio) > 1e-6 || low > x.Ratio+0.0051 || high < x.Ratio-0.0051 {
			return fmt.Errorf("%v of %v expected", x.Observed, x.Expected)
		}
		if strings.HasPrefix(m[5], "fler") && low <= 1 || strings.HasPrefix(m[5], "färre") && high >= 1 {
			return fmt.Errorf("chance gives %v to %v", low, high)
		}
		return nil
	}
	return errors.New("there is no such figure")
}

// differsTrue holds the districts of either side, named or counted, against all
// sure verdicts of the period.
func (k *checker) differsTrue(ind, category, period, text string) error {
	k.seen["rapport: skillnader"]++
	all := k.decided(ind, period)
	if len(all) == 0 {
		return fmt.Errorf("nothing is compared in %s", period)
	}
	said := map[string]string{}
	if !strings.HasPrefix(text, "ingen ") {
		for _, part := range strings.Split(strings.ReplaceAll(text, ", tydligt ", "|tydligt "), "|") {
			m := oneSide.FindStringSubmatch(part)
			if m == nil || said[m[1]] != "" {
				return fmt.Errorf("nobody can check %q", part)
			}
			said[m[1]] = m[2]
		}
	}
	for _, side := range []string{"högre", "lägre"} {
		var want []string
		for _, c := range all {
			if strings.EqualFold(c.Category, category) && k.surely(c, side) {
				want = append(want, c.Area)
			}
		}
		if (len(want) > 0) != (said[side] != "") {
			return fmt.Errorf("surely %s are %q", side, want)
		}
		if err := k.places(said[side], want); said[side] != "" && err != nil {
			return err
		}
	}
	return nil
}

// kindsTrue holds the categories named, how many they are and how many were tried, against
// the verdicts of the period.
func (k *checker) kindsTrue(ind string, m []string) error {
	k.seen["rapport: kategorier"]++
	tried, sure := map[string]bool{}, map[string]bool{}
	for _, c := range k.decided(ind, monthOf(m[1])) {
		if name := strings.ToLower(plainSpaces(c.Category)); name != "" {
			tried[name] = true
			sure[name] = sure[name] || k.surely(c, "högre") || k.surely(c, "lägre")
		}
	}
	if n := numeral(m[4]); n == 0 || n != len(tried) {
		return fmt.Errorf("%d are compared", len(tried))
	}
	rest, n := strings.ToLower(m[5]), 0
	for _, is := range sure {
		if is {
			n++
		}
	}
	said := numeral(m[3])
	if m[3] == "ett" {
		said = 1
	}
	if said != n {
		return fmt.Errorf("%d differ surely", n)
	}
	for name, is := range sure {
		if is && !strings.Contains(rest, name) {
			return fmt.Errorf("%s differs surely and is not named", name)
		}
		if is {
			rest = strings.Replace(rest, name, "", 1)
		}
	}
	return onlyBetween(rest)
}

// places holds districts that are named, or counted, against those that are meant.
func (k *checker) places(text string, want []string) error {
	rest := strings.TrimPrefix(text, "i ")
	if number, _, ok := strings.Cut(rest, " stadsdel"); ok {
		if n := numeral(number); n != len(want) {
			return fmt.Errorf("%s: it is %q", text, want)
		}
		return nil
	}
	rest = text
	for _, a := range want {
		if !strings.Contains(rest, a) {
			return fmt.Errorf("%s is not named in %q", a, text)
		}
		rest = strings.Replace(rest, a, "", 1)
	}
	return onlyBetween(rest)
}

// onlyBetween says what is left of a list besides the words between its names.
func onlyBetween(rest string) error {
	for _, word := range strings.Fields(strings.ReplaceAll(rest, ",", " ")) {
		if word != "och" && word != "på" && word != "i" {
			return fmt.Errorf("%q should not be named", word)
		}
	}
	return nil
}
