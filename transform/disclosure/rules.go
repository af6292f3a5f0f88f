//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"fmt"
	"strings"

	"stadsdelskollen/queries/publication"
)

// Rules are the thresholds of protection. The public audience never gets looser
// ones than DefaultRules.
type Rules struct {
	MinCount   int64 // smallest count shown; zero is hidden as well, for a printed zero would say that a hidden count is at least one
	Percent    int64 // p of the p % rule, and the width that a hidden amount must have
	MedianMin  int64 // cases behind a median or any other summary
	P90Min     int64 // cases behind a 90th percentile
	BeyondMin  int64 // cases beyond a published limit
	WorkersMin int64 // case workers behind a figure
	RoundTo    int64 // what counts are rounded to, five; 0: they are hidden where they are small
}

// DefaultRules are those of SDC.md section 3, and the loosest there are.
func DefaultRules() Rules {
	return Rules{MinCount: 5, Percent: 15, MedianMin: 10, P90Min: 50, BeyondMin: 5, WorkersMin: 5}
}

// Looser lists by name the thresholds that are below the default.
func (r Rules) Looser() []string {
	d := DefaultRules()
	var out []string
	for _, c := range []struct {
		name    string
		is, min int64
	}{
		{"minsta_antal", r.MinCount, d.MinCount}, {"p_procent", r.Percent, d.Percent}, {"median_minst", r.MedianMin, d.MedianMin},
		{"p90_minst", r.P90Min, d.P90Min}, {"utanfor_grans_minst", r.BeyondMin, d.BeyondMin}, {"handlaggare_minst", r.WorkersMin, d.WorkersMin},
	} {
		if c.is < c.min {
			out = append(out, c.name)
		}
	}
	return out
}

func (r Rules) check() error {
	if loose := r.Looser(); len(loose) > 0 {
		return fmt.Errorf("%s: looser than the public may have", strings.Join(loose, ", "))
	}
	if r.rounds() && (r.RoundTo != roundTo || r.MinCount != roundTo) {
		return fmt.Errorf("counts are rounded to %d, whatever else is set", roundTo)
	}
	if r.Percent > 100 || r.MinCount > 1000 {
		return errors.New("thresholds so strict that nothing would be shown")
	}
	return nil
}

// Text is the rule in force as the method page prints it.
func (r Rules) Text() string {
	if r.rounds() {
		return r.roundedText()
	}
	return fmt.Sprintf("Antal under %d döljs, nollor också, liksom de uppgifter som annars skulle avslöja dem. För varje dold uppgift är det prövat att ingen, ur allt som har publicerats, "+
		"kan räkna ut den närmare än på %d när eller se att den är under %d. Kostnader döljs tillsammans med antalet hushåll, och en dold kostnad går inte att räkna ut närmare än på %d procent. "+
		"En median visas för minst %d ärenden, en 90:e percentil för minst %d, och gränserna för osäkerheten där minst %d ärenden ligger utanför. "+
		"Uppgifter om färre än %d handläggare visas inte. Hinder visas per månad i grupper och per år vart för sig.",
		r.MinCount, r.MinCount, r.MinCount, r.Percent, r.MedianMin, r.P90Min, r.BeyondMin, r.WorkersMin)
}

// internalText is what the method page of the internal audience prints.
const internalText = publication.InternalMark + ". Inga uppgifter är dolda, utom för enheter med färre än fem handläggare. Publiceringen är intern och får inte spridas."
