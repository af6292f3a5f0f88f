package source

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// kolada speaks the shapes of Kolada's API, version 3: envelopes of values
// with next_url, at most 25 ids in a part of a path.
type kolada struct {
	*httptest.Server
	t     *testing.T
	data  map[string]string // pages by path and query
	paths []string
	busy  int // answers of 429 before the next one
}

func newKolada(t *testing.T, data map[string]string) *kolada {
	t.Helper()
	k := &kolada{t: t, data: data}
	k.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.RequestURI()
		for part := range strings.SplitSeq(path, "/") {
			if strings.Count(part, ",") >= koladaIDs {
				http.Error(w, "too many ids", http.StatusBadRequest)
				return
			}
		}
		if k.busy > 0 {
			k.busy--
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		k.paths = append(k.paths, path)
		text, ok := k.data[path]
		if !ok {
			text = `{"values":[],"count":0}`
		}
		fmt.Fprint(w, strings.ReplaceAll(text, "HOST", k.URL))
	}))
	t.Cleanup(k.Close)
	return k
}

func (k *kolada) source() Source {
	return Source{Name: "kolada", Kind: Kolada, Address: k.URL + "/v3", Feed: "referens", Attempts: 4,
		KPI:            map[string]string{"N31001": "Kostnad ekonomiskt bistånd, kr/inv", "U31402": "Väntetid i antal dagar"},
		Municipalities: []string{"0180", "1480"}, FirstYear: 2016}
}

const (
	kpiPath  = "/v3/kpi/N31001,U31402"
	dataPath = "/v3/data/kpi/N31001,U31402/municipality/0180,1480"
	kpiPage  = `{"values":[{"id":"N31001","title":"Kostnad  ekonomiskt bistånd, kr/inv","isdeleted":false},{"id":"U31402","title":"Va\u0308ntetid i antal dagar"}],"count":2}`
)

func TestKoladaBecomesADeliveryOfReferenceValues(t *testing.T) {
	k := newKolada(t, map[string]string{
		kpiPath: kpiPage,
		dataPath: `{"values":[
			{"kpi":"U31402","municipality":"0180","period":2017,"values":[{"gender":"T","value":12.5,"status":"","count":1},{"gender":"K","value":null,"status":"","count":1}]},
			{"kpi":"U31402","municipality":"0180","period":2015,"values":[{"gender":"T","value":9,"status":"","count":1}]}
		],"count":2,"next_url":"HOST/v3/data/kpi/N31001,U31402/municipality/0180,1480?page=2"}`,
		dataPath + "?page=2": `{"values":[
			{"kpi":"N31001","municipality":"1480","period":2017,"values":[{"gender":"T","value":2426,"status":"","count":1,"isdeleted":true}]},
			{"kpi":"N31001","municipality":"1480","period":2016,"isdeleted":true,"values":[]},
			{"kpi":"N31001","municipality":"0180","period":2017,"values":[{"gender":"T","value":1e3,"isdeleted":true},{"gender":"T","value":1.347e3,"status":"","count":1}]}
		],"count":3,"next_url":null}`,
	})
	k.busy = 2
	r := newRig(t)
	got := r.fetch(k.source())
	if got.Err != nil || len(got.Files) != 1 {
		t.Fatalf("got %v", got)
	}
	r.want("referens_kolada_20261121T120001Z.csv")
	want := `kommun;ar;nyckeltal;kon;varde;status;titel;kalla
0180;2017;N31001;T;1347;;Kostnad ekonomiskt bistånd, kr/inv;Kolada (RKA)
0180;2017;U31402;K;;saknas;Väntetid i antal dagar;Kolada (RKA)
0180;2017;U31402;T;12.5;;Väntetid i antal dagar;Kolada (RKA)
1480;2016;N31001;T;;borttagen;Kostnad ekonomiskt bistånd, kr/inv;Kolada (RKA)
1480;2017;N31001;T;;borttagen;Kostnad ekonomiskt bistånd, kr/inv;Kolada (RKA)
`
	if diff := cmp.Diff(want, r.read(got.Files[0])); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]time.Duration{2 * time.Second, 2 * time.Second}, r.sleeps); diff != "" {
		t.Error(diff)
	}
	if again := r.fetch(k.source()); again.Err != nil || len(again.Files) != 0 {
		t.Errorf("unchanged: got %v", again)
	}
}

func TestKoladaIsAskedForAtMost25IDsAtATime(t *testing.T) {
	k := newKolada(t, map[string]string{})
	s := k.source()
	s.KPI, s.Municipalities = map[string]string{}, nil
	for i := range 30 {
		s.KPI[fmt.Sprintf("N%05d", i)] = "x"
		s.Municipalities = append(s.Municipalities, fmt.Sprintf("%04d", i))
	}
	for i, part := range []int{0, 25} {
		var ids, values []string
		for n := part; n < min(part+25, 30); n++ {
			ids = append(ids, fmt.Sprintf("N%05d", n))
			values = append(values, fmt.Sprintf(`{"id":"N%05d","title":"X"}`, n))
		}
		k.data["/v3/kpi/"+strings.Join(ids, ",")] = `{"values":[` + strings.Join(values, ",") + `]}`
		towns := strings.Join(s.Municipalities[:25], ",")
		k.data["/v3/data/kpi/"+strings.Join(ids, ",")+"/municipality/"+towns] = fmt.Sprintf(
			`{"values":[{"kpi":"%s","municipality":"0001","period":2020,"values":[{"gender":"T","value":%d}]}]}`, ids[0], i)
	}
	r := newRig(t)
	got := r.fetch(s)
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	if n := strings.Count(r.read(got.Files[0]), "\n"); n != 3 || len(k.paths) != 2+4 {
		t.Errorf("%d lines from %d requests", n, len(k.paths))
	}
}

func TestAKPIThatIsNotWhatTheConfigMeansStopsItsSource(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"another title": {`{"values":[{"id":"N31001","title":"LSS, antal"},{"id":"U31402","title":"Väntetid i antal dagar"}]}`, `KPI N31001 is "LSS, antal" in Kolada, "Kostnad ekonomiskt bistånd, kr/inv" in the config`},
		"unknown":       {`{"values":[{"id":"U31402","title":"Väntetid i antal dagar"}]}`, "kolada has no KPI N31001"},
		"deleted":       {`{"values":[{"id":"N31001","title":"Kostnad ekonomiskt bistånd, kr/inv","isdeleted":true}]}`, "kolada has no KPI N31001"},
		"another form":  {`{"detail":"Not Found"}`, "it has no values"},
		"no JSON":       {`<html>`, "not Kolada's form"},
		"endless":       {`{"values":[],"next_url":"HOST` + kpiPath + `"}`, "pages do not end"},
		"elsewhere":     {`{"values":[],"next_url":"http://example.invalid/v3/kpi"}`, "leads elsewhere"},
		"nothing":       {kpiPage, "kolada has no value"},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKolada(t, map[string]string{kpiPath: c.page})
			r := newRig(t)
			got := r.fetch(k.source())
			if got.Err == nil || !strings.Contains(got.Err.Error(), c.want) {
				t.Errorf("got %v", got.Err)
			}
			r.want()
		})
	}
}
