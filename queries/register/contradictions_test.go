package register

import (
	"strings"
	"testing"
)

func TestARegisterThatContradictsItselfIsRefusedByLine(t *testing.T) {
	const units = "enhet,stadsdel,uppgift,giltig_fran,giltig_till,kalla\n"
	for _, c := range []struct {
		name, file, text string
		want             []string
	}{
		{"a name twice on the same days", "stadsdelar.csv", areas + "FARSTA,,stadsdel,Söderort,1997-01-01,,,,,test,\n",
			[]string{"stadsdelar.csv:12: FARSTA stands twice for the same days"}},
		{"a code twice on the same days", "stadsdelar.csv", areas + "Sköndal,18,stadsdel,Söderort,1997-01-01,,,,,test,\n",
			[]string{"stadsdelar.csv:12: Sköndal and Farsta have the code 18"}},
		{"a part of the city that is none", "stadsdelar.csv", strings.Replace(areas, "Farsta,18,stadsdel,Söderort", "Farsta,18,stadsdel,Norrort", 1),
			[]string{`stadsdelar.csv:7: Farsta lies in "Norrort"`}},
		{"statistics that end before the district", "stadsdelar.csv", strings.Replace(areas, "2023-06-30,,1,3", "2023-06-30,2022-12-31,1,3", 1),
			[]string{"stadsdelar.csv:9: Norrmalm: statistik_till is earlier"}},
		{"successions to and of unknown areas", "succession.csv", mergers + "Norrmalm,Innerstaden,2023-07-01,sammanslagen,test\nX,Farsta,2023-07-01,del,test\n",
			[]string{`succession.csv:5: unknown area "Innerstaden"`, `succession.csv:6: unknown area "X"`}},
		{"a predecessor that goes on", "succession.csv", mergers + "Farsta,Norra innerstaden,2023-07-01,sammanslagen,test\n",
			[]string{"succession.csv:5: Farsta does not end on 2023-06-30"}},
		{"a successor that is not there yet", "succession.csv", strings.Replace(mergers, "Vällingby,Hässelby-Vällingby", "Vällingby,Norra innerstaden", 1),
			[]string{"succession.csv:2: Norra innerstaden is not in force on 1999-01-01", "stadsdelar.csv:8: Hässelby-Vällingby begins on 1999-01-01"}},
		{"a district that a change of division forgets", "succession.csv", strings.Replace(mergers, "Östermalm,Norra innerstaden,2023-07-01,sammanslagen,test\n", "", 1),
			[]string{"stadsdelar.csv:10: Östermalm ends on 2023-06-30, and succession.csv does not say what it became"}},
		{"an unknown kind", "succession.csv", mergers + "Norrmalm,Farsta,2023-07-01,uppslukad,test\n", []string{`succession.csv:5: slag "uppslukad"`}},
		{"a unit for no district of its time", "enheter.csv", units + "Enheten,Gamla stan,bistånd,2007-01-01,,test\nEnheten,Norrmalm,bistånd,2024-01-01,,test\n",
			[]string{`enheter.csv:2: Enheten decides for "Gamla stan"`, `enheter.csv:3: Enheten decides for "Norrmalm"`}},
		{"two units for one district and task", "enheter.csv", units + "A,Farsta,bistånd,2007-01-01,,test\nB,Farsta,bistånd,2010-01-01,,test\nB,Farsta,boutredning,2010-01-01,,test\n",
			[]string{"enheter.csv:3: A and B both decide in bistånd for Farsta"}},
		{"a unit outside every district that is no area", "enheter.csv", units + "Hemlösa,,bistånd,,,test\n", []string{"enheter.csv:2: Hemlösa has no stadsdel"}},
		{"an alias of something else", "alias.csv", "alias,namn\nFarsta,Norrmalm\n", []string{`alias.csv:2: alias "Farsta" of Norrmalm is already Farsta`}},
		{"a new level that is neither", "handelser.csv", "datum,omrade,handelse,kalla,ny_niva\n2020-01-01,,Ny lag,test,kanske\n", []string{`handelser.csv:2: ny_niva is "kanske", want ja or nej`}},
		{"Latin-1", "stadsdelar.csv", strings.Replace(areas, "Västerort,,del", "V\xe4sterort,,del", 1), []string{"stadsdelar.csv:3:2: the byte 0xE4 is not UTF-8"}},
		{"an empty file", "stadsdelar.csv", "", []string{"stadsdelar.csv:1: the file is empty; it begins with namn,kod,niva"}},
		{"semicolons", "stadsdelar.csv", strings.ReplaceAll(areas, ",", ";"), []string{"stadsdelar.csv:1: the columns are separated by semicolons"}},
		{"a cell too many", "alias.csv", "alias,namn\nF,Farsta,x\n", []string{"alias.csv:2:1: wrong number of fields"}},
		{"an event in no area", "handelser.csv", "datum,omrade,handelse,kalla\n2020-01-01,Kista,Brand,test\n", []string{`handelser.csv:2: unknown area "Kista"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"stadsdelar.csv": areas}
			files[c.file] = c.text
			_, err := load(t, files)
			if err == nil {
				t.Fatal("let in")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is missing in: %v", want, err)
				}
			}
			if n := len(strings.Split(err.Error(), "\n")); n != len(c.want) {
				t.Errorf("%d faults, want %d: %v", n, len(c.want), err)
			}
		})
	}
}

func TestAnotherCityBringsItsOwn(t *testing.T) {
	r, err := load(t, map[string]string{
		"stadsdelar.csv": "namn,kod,niva,del_av_staden,giltig_fran,giltig_till,rad,kolumn,kalla\nStaden,,stad,,,,,,test\n" +
			"Alna,12,stadsdel,,1988-01-01,2003-12-31,,,test\nFuruset,13,stadsdel,,1988-01-01,2003-12-31,,,test\nAlnas,2,stadsdel,,2004-01-01,,,,test\n",
		"succession.csv": "foregangare,eftertradare,datum,slag\nAlna,Alnas,2004-01-01,sammanslagen\nFuruset,Alnas,2004-01-01,sammanslagen\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Alnas": "Alnas", "alnas stadsdelsnämnd": "Alnas", "02": "Alnas"} {
		if a, err := r.Resolve(name, on(t, "2010-12-31")); err != nil || a.Name != want {
			t.Errorf("%q: %q, %v", name, a.Name, err)
		}
	}
	if a, err := r.Resolve("Alnas stadsdelsområde", on(t, "2003-12-31")); err != nil || a.Name != "Alna" {
		t.Errorf("the genitive of Alna in 2003: %q, %v", a.Name, err)
	}
}
