package contract

import (
	"strings"
	"testing"
)

func TestAFileNameTellsItsFeed(t *testing.T) {
	for name, want := range map[string]string{
		"ekonomiskt_bistand_2011-11.csv": "ekonomiskt_bistand", "Ekonomiskt_Bistand.CSV": "ekonomiskt_bistand",
		"arenden-2011-11 rättad.csv": "arenden", "matt2024.csv": "matt", "omradesfakta_2011.xlsx": "omradesfakta",
	} {
		f, err := ForFile(name)
		if err != nil || f.Name != want {
			t.Errorf("%s: got %q, %v", name, f.Name, err)
		}
	}
	for _, name := range []string{"mattor.csv", "bistand_2011-11.csv", ""} {
		_, err := ForFile(name)
		if err == nil || !strings.Contains(err.Error(), "arenden, ekonomiskt_bistand, forsorjningshinder, matt, omradesfakta, referens, utbetalningar") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestEveryFieldIsDescribedInSwedish(t *testing.T) {
	if n := len(All()); n != 7 {
		t.Fatalf("got %d feeds", n)
	}
	for _, f := range All() {
		if f.Title == "" || f.Description == "" || len(f.PrimaryKey) == 0 || len(f.Own.Levels) == 0 {
			t.Errorf("%s: something is missing", f.Name)
		}
		for _, field := range f.Fields {
			if field.Title == "" || !strings.HasSuffix(field.Description, ".") {
				t.Errorf("%s.%s: title %q, description %q", f.Name, field.Name, field.Title, field.Description)
			}
		}
	}
}

func TestAContractThatDoesNotHoldTogetherIsRefused(t *testing.T) {
	_, err := Parse([]byte(`{"name":"x","fields":[{"name":"a","type":"money"},{"name":"b","type":"string","constraints":{"pattern":"["}}],"primaryKey":["c"],"stadsdelskollen":{"area":"a","period":"b"}}`))
	for _, want := range []string{`unknown type "money"`, "missing closing", `no field "c"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v", want, err)
		}
	}
}
