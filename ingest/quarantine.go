//go:build duckdb_arrow

package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/ingest/decode"
	"stadsdelskollen/queries/warehouse"
)

// ruleTitles say in Swedish what a rule is about.
var ruleTitles = map[string]string{
	"ar": "Fel i år", "citattecken": "Citattecken som inte går ihop", "datumordning": "Datum i fel ordning", "dubblett": "Samma nyckel flera gånger",
	"falt": "Fel antal fält", "fel": "För många fel", "form": "Fel form", "format": "Format som inte kan läsas", "framtid": "Period som inte börjat",
	"helhet": "Underkänd för att en annan rad i helheten underkändes", "innehall": "Filen är inte vad namnet säger", "kodlista": "Värde utanför kodlistan",
	"kolumn": "Fel i kolumnerna", "kolumner": "För många kolumner", "kontrolltal": "Kontrolltal som inte stämmer", "kvitto": "Rättelse utan leverans",
	"delsummor": "Summor som inte stämmer", "hopp": "Hopp som inte är troliga", "lucka": "Månader som saknas", "nyckelform": "Nycklar som skrivs på nytt sätt",
	"pagaende": "Period som inte är slut", "upprepning": "Förra månadens tal en gång till", "vuxna": "Vuxna och hinder som inte stämmer överens",
	"langd": "För långt", "manad": "Fel i månad", "niva": "Fel nivå", "omfang": "Utanför tillåtna värden", "omrade": "Okänt område", "period": "Fel i period",
	"saknas": "Uppgift saknas", "storlek": "För stor fil", "styrtecken": "Tecken som ingen text har", "teckenkod": "Fel teckenkodning", "tom": "Tom fil", "typ": "Fel typ av värde", "underlag": "Okänt underlag",
}

// earlier are the endings that a file got in an earlier quarantine.
var earlier = regexp.MustCompile(`(?i)(\.kvitto\d+(\.rader)?)+$`)

// longest is how many bytes a file's name may have, ".tmp" while it is written.
const longest = 255 - len(".tmp")

// quarantineName begins with the feed's name, so that a mended file can be
// dropped as it is. A long name loses its end, and so does a long ending.
func quarantineName(r Receipt, ending string) string {
	ext := filepath.Ext(r.Name)
	base := earlier.ReplaceAllString(strings.TrimSuffix(r.Name, ext), "")
	end := fmt.Sprintf(".kvitto%d%s", r.Number, cut(ending, 50))
	return cut(base, longest-len(end)) + end
}

// cut keeps the whole characters among the first n bytes.
func cut(text string, n int) string { return strings.ToValidUTF8(text[:min(n, len(text))], "") }

// quarantine writes, for a delivery with anything refused, the reasons, and the
// file or its refused rows. It returns the path of the reasons.
func (ws Workspace) quarantine(r Receipt, done FileReport) (string, error) {
	var copied string
	var err error
	switch {
	case done.rowByRow():
		copied = quarantineName(r, ".rader.csv")
		err = ws.writeRefusedRows(r, done.Faults, ws.path(quarantineDir, copied))
	case done.Status == warehouse.Refused:
		copied = quarantineName(r, filepath.Ext(r.Name))
		if r.Completes > 0 {
			// Under a plain name it would replace what it is to complete.
			copied = quarantineName(r, ".rader.csv")
		}
		err = ws.copyObject(r, ws.path(quarantineDir, copied))
	default:
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("quarantine: %w", err)
	}
	reasons := filepath.Join(quarantineDir, quarantineName(r, ".orsak.txt"))
	if err := writeFile(ws.path(reasons), []byte(reasonsText(r, done, copied))); err != nil {
		return "", fmt.Errorf("quarantine: %w", err)
	}
	return reasons, nil
}

func (ws Workspace) copyObject(r Receipt, to string) (err error) {
	in, err := ws.object(r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if _, err := writeFrom(to+".tmp", in); err != nil {
		return err
	}
	return rename(to+".tmp", to)
}

// writeRefusedRows writes the header and the refused rows in their own bytes.
func (ws Workspace) writeRefusedRows(r Receipt, faults []Fault, to string) error {
	feed, err := contract.ForFile(r.Name)
	if err != nil {
		return err
	}
	opt := decode.Options{Feed: feed, Register: ws.Register, Mapping: r.mapping()}
	header, _, err := ws.lines(r, opt, nil)
	if err != nil {
		return err
	}
	ending := "\n"
	if strings.HasSuffix(header, "\r\n") {
		ending = "\r\n"
	}
	var b bytes.Buffer
	b.WriteString(strings.TrimRight(header, "\r\n") + ending)
	last := int64(0)
	for _, f := range faults {
		if f.Line > 0 && f.Line != last {
			b.WriteString(f.Raw + ending)
			last = f.Line
		}
	}
	return writeFile(to, b.Bytes())
}

// rowByRow says whether each refused row was refused for its own sake, so that
// they can be mended one by one.
func (f FileReport) rowByRow() bool {
	lines := map[int64]bool{}
	for _, x := range f.Faults {
		if x.Line > 0 {
			lines[x.Line] = true
		}
	}
	return f.Refused > 0 && int64(len(lines)) == f.Refused
}

// reasonsText is the readable account of what was refused and why.
func reasonsText(r Receipt, done FileReport, copied string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Fil:       %s\nKvitto:    %d\nMottagen:  %s\n", r.Name, r.Number, r.Received.Format("2006-01-02 15:04 UTC"))
	if feed, ok := contract.ByName(r.Feed); ok {
		fmt.Fprintf(&b, "Underlag:  %s (%s)\n", feed.Title, feed.Name)
	}
	fmt.Fprintf(&b, "Utfall:    %s\n\n", done.outcome())
	if done.rowByRow() || r.Completes > 0 {
		fmt.Fprintf(&b, "De underkända raderna finns i %s med filens egen rubrik. Rätta dem där och\nlägg filen i inbox under samma namn, så fogas de till de rader som lästes in.\n", copied)
	} else {
		fmt.Fprintf(&b, "Inget ur filen lästes in. Det som lästs in tidigare gäller fortfarande.\nEn kopia finns i %s. Rätta den och lägg den i inbox.\n", copied)
	}
	for _, g := range byRule(done.Faults) {
		fmt.Fprintf(&b, "\n%s (%s, %d)\n", g.title, g.rule, len(g.faults))
		for _, f := range g.faults {
			fmt.Fprintf(&b, "  %s\n", faultAt(r.Name, f))
		}
	}
	return b.String()
}

type ruleGroup struct {
	rule, title string
	faults      []Fault
}

// byRule groups faults, the most common rule first.
func byRule(faults []Fault) []ruleGroup {
	at := map[string]int{}
	var out []ruleGroup
	for _, f := range faults {
		i, ok := at[f.Rule]
		if !ok {
			i = len(out)
			at[f.Rule] = i
			out = append(out, ruleGroup{rule: f.Rule, title: ruleTitles[f.Rule]})
		}
		out[i].faults = append(out[i].faults, f)
	}
	slices.SortStableFunc(out, func(a, b ruleGroup) int { return len(b.faults) - len(a.faults) })
	return out
}
