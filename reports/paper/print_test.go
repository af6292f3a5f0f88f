package paper

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAPDFCarriesThePublicationsDateAndKeepsItsLength(t *testing.T) {
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	printed := "/CreationDate (D:20270102030405+00'00')\n/ModDate (D:20270102030405+00'00')>> /ID (node00000812) /ID (node00000007) [(node00000007) (node00000812)]"
	want := "/CreationDate (D:20261121120000+00'00')\n/ModDate (D:20261121120000+00'00')>> /ID (node00000002) /ID (node00000001) [(node00000001) (node00000002)]"
	if diff := cmp.Diff(want, string(dated([]byte(printed), at))); diff != "" {
		t.Error(diff)
	}
	for _, other := range []string{"/CreationDate (D:20270102030405Z)", "/Title (D:20270102030405+00'00')"} {
		if got := string(dated([]byte(other), at)); got != other {
			t.Errorf("%s became %s", other, got)
		}
	}
}
