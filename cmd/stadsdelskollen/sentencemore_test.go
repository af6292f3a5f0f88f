//go:build duckdb_arrow

package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"stadsdelskollen/queries/publication"
)

// yearBeforeTrue holds the three figures of a month against over_tid. The
// sentence calls nothing a change.
func (k *checker) yearBeforeTrue(ind, category, area string, m []string) error {
	k.seen["året före"]++
	half := 0.5*math.Pow(10, -float64(k.decimals[ind])) + 1e-9
	newest := ""
	for _, o := range k.months[ind] {
		if o.Area == area && o.Category == category && o.Value != nil {
			newest = max(newest, o.Period)
		}
	}
	for _, o := range k.months[ind] {
		if o.Area != area || o.Category != category || o.Period != monthOf(m[1]) || o.Value == nil || o.YearBefore == nil {
			continue
		}
		switch {
		case o.Period != newest:
			return fmt.Errorf("the newest month is %s", newest)
		case math.Abs(*o.Value-swedish(m[2])) > half || math.Abs(*o.YearBefore-swedish(m[3])) > half:
			return fmt.Errorf("the months are %v and %v", *o.Value, *o.YearBefore)
		case (o.Rolling != nil) != (m[4] != "") || o.Rolling != nil && math.Abs(*o.Rolling-swedish(m[4])) > half:
			return fmt.Errorf("twelve months are %v", o.Rolling)
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
