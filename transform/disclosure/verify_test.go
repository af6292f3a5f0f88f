//go:build duckdb_arrow

package disclosure

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/warehouse"
	"stadsdelskollen/reports"
	reader "stadsdelskollen/transform/disclosure/attack"
)

func verified(t *testing.T, dir string, with ...string) []Finding {
	t.Helper()
	found, err := reader.Verify(t.Context(), dir, reader.Options{With: with, Read: readFigures})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func readFigures(name string, data []byte) (reader.Contents, error) {
	c, err := reports.Read(name, data)
	out := reader.Contents{Texts: c.Texts}
	for _, s := range c.Figures {
		out.Figures = append(out.Figures, reader.Shown(s))
	}
	return out, err
}

func TestVerifyFindsNothingInAProtectedPublication(t *testing.T) {
	dir := t.TempDir()
	publishTo(t, filepath.Join(dir, "p"), publication.AudiencePublic, month(), openLedger(t, filepath.Join(dir, "ledger.duckdb")))
	if found := verified(t, filepath.Join(dir, "p")); len(found) > 0 {
		t.Errorf("%v", found)
	}
}

func TestVerifyRefusesAnInternalPublication(t *testing.T) {
	dir := t.TempDir()
	publishTo(t, dir, publication.AudienceInternal, month(), nil)
	if found := verified(t, dir); len(found) != 1 || found[0].Rule != reader.RuleAudience {
		t.Errorf("%v", found)
	}
}

// replaceIn changes a file of a publication and gives it a new manifest, as
// someone would who had published it so.
func replaceIn(t *testing.T, dir, file, old, new string) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(file))
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), old, new, 1)
	if changed == string(text) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	if err := os.WriteFile(name, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	manifestOf(t, dir)
}

func changeDatabase(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := duck.Open(t.Context(), filepath.Join(dir, databaseFile), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Tx(t.Context(), func(tx *duck.Tx) error { return tx.Exec(t.Context(), statement, nil) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	manifestOf(t, dir)
}

// Each leak is planted in one file of a sound publication.
func TestVerifyFindsEachPlantedLeak(t *testing.T) {
	base := t.TempDir()
	publishTo(t, filepath.Join(base, "sound"), publication.AudiencePublic, month(), openLedger(t, filepath.Join(base, "ledger.duckdb")))
	const hiddenReason = "vuxna_hinder,antal,stadsdel,Kungsholmen,2007-01-01,Övriga hinder,2011-11,..,vuxna,,,,,dold"
	const shownReason = "vuxna_hinder,antal,stadsdel,Kungsholmen,2007-01-01,Övriga hinder,2011-11,3,vuxna,,,,,ok"
	for _, c := range []struct {
		name, rule, where string
		plant             func(t *testing.T, dir string)
	}{
		{"a small count in the facts", reader.RuleSmall, "Övriga hinder", func(t *testing.T, dir string) { replaceIn(t, dir, factsFile, hiddenReason, shownReason) }},
		{"all hidden reasons but one", reader.RuleSubtract, "Kungsholmen", func(t *testing.T, dir string) {
			replaceIn(t, dir, factsFile, "Kungsholmen,2007-01-01,Arbetar,2011-11,..,vuxna,,,,,dold", "Kungsholmen,2007-01-01,Arbetar,2011-11,5,vuxna,,,,,ok")
		}},
		{"a cost without its households", reader.RuleTogether, "kostnad_tkr, Östermalm", func(t *testing.T, dir string) {
			replaceIn(t, dir, factsFile, "kostnad_tkr,belopp,stadsdel,Östermalm,2007-01-01,,2011-11,..,vuxna,,,,,dold", "kostnad_tkr,belopp,stadsdel,Östermalm,2007-01-01,,2011-11,27,vuxna,,,,,ok")
		}},
		{"another sign for a hidden figure", reader.RuleSigns, factsFile, func(t *testing.T, dir string) {
			replaceIn(t, dir, factsFile, hiddenReason, strings.Replace(hiddenReason, "..", "-", 1))
		}},
		{"a hidden figure with its value", reader.RuleSigns, "Övriga hinder", func(t *testing.T, dir string) {
			replaceIn(t, dir, factsFile, hiddenReason, strings.Replace(hiddenReason, "..", "3", 1))
		}},
		{"a hidden share in the CSV", reader.RuleFormats, "data/forsorjningshinder.csv", func(t *testing.T, dir string) {
			replaceIn(t, dir, "data/forsorjningshinder.csv", "Kungsholmen,2007-01-01,Övriga hinder,2011-11,..,procent,..,216,,,dold", "Kungsholmen,2007-01-01,Övriga hinder,2011-11,1.4,procent,3,216,,,ok")
		}},
		{"a hidden numerator in the JSON", reader.RuleFormats, "data/hushall.json", func(t *testing.T, dir string) {
			replaceIn(t, dir, "data/hushall.json", `"varde": null`, `"varde": 3`)
		}},
		{"a hidden fact in the database", reader.RuleFormats, databaseFile, func(t *testing.T, dir string) {
			changeDatabase(t, dir, "UPDATE fakta SET varde = 3 WHERE matt = 'hushall' AND omrade = 'Östermalm'")
		}},
		{"a hidden observation in the database", reader.RuleFormats, databaseFile, func(t *testing.T, dir string) {
			changeDatabase(t, dir, "UPDATE observation SET taljare = 3 WHERE nyckeltal = 'hushall' AND omrade = 'Östermalm'")
		}},
		{"an interval made from a hidden count", reader.RuleFormats, "data/forsorjningshinder.json", func(t *testing.T, dir string) {
			replaceIn(t, dir, "data/forsorjningshinder.json", `"nedre": null`, `"nedre": 0.5`)
		}},
		{"an indicator that no fact supports", reader.RuleFormats, "data/extra.csv", func(t *testing.T, dir string) {
			text := "nyckeltal,niva,omrade,indelning,kategori,period,varde,enhet,taljare,namnare,nedre,ovre,status,kalla\nextra,stadsdel,Bromma,2007-01-01,,2011-11,3,hushåll,,,,,ok,\n"
			if err := os.WriteFile(filepath.Join(dir, "data", "extra.csv"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			manifestOf(t, dir)
		}},
		{"another figure of the reported districts together", reader.RuleFormats, "diagram/alla/jamfort-bromma.csv", func(t *testing.T, dir string) {
			text := "nyckeltal,niva,omrade,indelning,kategori,period,varde,enhet,taljare,namnare,nedre,ovre,status,kalla\nkostnad_per_hushall,redovisade,de redovisade stadsdelarna,2007-01-01,,2011-11,8105,kr,,,,,ok,\n"
			if err := errors.Join(os.MkdirAll(filepath.Join(dir, "diagram", "alla"), 0o755), os.WriteFile(filepath.Join(dir, "diagram", "alla", "jamfort-bromma.csv"), []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
			manifestOf(t, dir)
		}},
		{"a row left out", reader.RuleFormats, "data/hushall.csv", func(t *testing.T, dir string) {
			replaceIn(t, dir, "data/hushall.csv", "hushall,stadsdel,Östermalm,2007-01-01,,2011-11,..,hushåll,..,,,,dold,test,\n", "")
		}},
		{"a difference in the database", reader.RuleFormats, "jamforelse", func(t *testing.T, dir string) {
			changeDatabase(t, dir, "UPDATE jamforelse SET referens_varde = 3")
		}},
		{"a table beside the others", reader.RuleMetadata, databaseFile, func(t *testing.T, dir string) {
			changeDatabase(t, dir, "CREATE TABLE hemligt AS SELECT 3 AS antal")
		}},
		{"a comment in the database", reader.RuleMetadata, databaseFile, func(t *testing.T, dir string) {
			changeDatabase(t, dir, "COMMENT ON COLUMN fakta.varde IS 'Östermalm 3'")
		}},
		{"a hash in the database", reader.RuleHash, "fakta", func(t *testing.T, dir string) {
			changeDatabase(t, dir, "UPDATE fakta SET kalla = sha256('3')")
		}},
		{"a hash of secret bytes in the manifest", reader.RuleHash, manifestFile, func(t *testing.T, dir string) {
			name := filepath.Join(dir, manifestFile)
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(string(text), `"program"`, `"leverans": "`+strings.Repeat("0a", 32)+`", "program"`, 1)
			if err := os.WriteFile(name, []byte(changed), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
		{"a number in a page", reader.RuleFormats, "stadsdel/ostermalm.html", func(t *testing.T, dir string) {
			if err := errors.Join(os.MkdirAll(filepath.Join(dir, "stadsdel"), 0o755),
				os.WriteFile(filepath.Join(dir, "stadsdel", "ostermalm.html"), []byte("<p>37 hushåll</p>"), 0o644)); err != nil {
				t.Fatal(err)
			}
			manifestOf(t, dir)
		}},
		{"a kind of file that nobody can read", reader.RuleMetadata, "data/fakta.xyz", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "data", "fakta.xyz"), []byte("3"), 0o644); err != nil {
				t.Fatal(err)
			}
			manifestOf(t, dir)
		}},
		{"a file changed after publication", reader.RuleHash, "data/hushall.csv", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "data", "hushall.csv"), []byte("nyckeltal,varde\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
		{"a file that the manifest does not name", reader.RuleHash, "hemligt.txt", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "hemligt.txt"), []byte("3"), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "p")
			if err := os.CopyFS(dir, os.DirFS(filepath.Join(base, "sound"))); err != nil {
				t.Fatal(err)
			}
			c.plant(t, dir)
			found := verified(t, dir)
			if !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == c.rule && strings.Contains(f.Where, c.where) }) {
				t.Errorf("found %v", found)
			}
		})
	}
}

func TestVerifyComparesWithSiblings(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	publishTo(t, one, publication.AudiencePublic, month(), openLedger(t, filepath.Join(dir, "1.duckdb")))
	// Another ledger forgets what was hidden: Östermalm has become large.
	revised := month()
	for i := range revised {
		if revised[i].Measure == households && revised[i].Area == "Östermalm" {
			revised[i].Value = value(300)
		}
	}
	publishTo(t, two, publication.AudiencePublic, revised, openLedger(t, filepath.Join(dir, "2.duckdb")))
	for _, c := range []struct{ dir, with, text string }{{one, two, "hidden here, shown in"}, {two, one, "shown here, hidden in"}} {
		found := verified(t, c.dir, c.with)
		if !slices.ContainsFunc(found, func(f Finding) bool {
			return f.Rule == reader.RuleSibling && f.Where == "hushall, Östermalm, 2011-11" && strings.Contains(f.Text, c.text)
		}) {
			t.Errorf("found %v", found)
		}
	}
	if found := verified(t, one, one); len(found) > 0 {
		t.Errorf("beside itself: %v", found)
	}
}

func TestTheGateRefusesWhatItsOwnAttackFinds(t *testing.T) {
	// A fault in the rules, made here by hand, must not pass.
	p := protect(t, []warehouse.BaseFact{fact(households, "stadsdel", "A", "", 3)}, Known{})
	p.Facts[0].Value, p.Facts[0].Status = value(3), publication.OK
	if found := attack(p.Facts); len(found) != 1 || found[0].Rule != reader.RuleSmall {
		t.Errorf("found %v", found)
	}
}
