package version

import (
	"testing"
	"testing/fstest"
)

func TestVersionFollowsTextAndNamesButNotTests(t *testing.T) {
	folder := func(files ...string) fstest.MapFS {
		out := fstest.MapFS{}
		for i := 0; i < len(files); i += 2 {
			out[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
		}
		return out
	}
	base := Of(folder("a.go", "text"))
	if len(base) != 16 || base != Of(folder("a.go", "text", "a_test.go", "a test")) {
		t.Errorf("%q: a test is another version", base)
	}
	for name, other := range map[string]string{"text": Of(folder("a.go", "other")), "name": Of(folder("b.go", "text")), "two folders": Of(folder("a.go", "text"), folder("b.go", ""))} {
		if other == base {
			t.Errorf("another %s is the same version", name)
		}
	}
}
