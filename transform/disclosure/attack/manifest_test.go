//go:build duckdb_arrow

package attack

import "testing"

// A version is what a release or a build from a commit calls itself, and says no more.
func TestVersionsOfReleasesAndOfCommitsAreVersions(t *testing.T) {
	for text, want := range map[string]bool{
		"stadsdelskollen dev": true, "stadsdelskollen ae6f22a": true, "stadsdelskollen ae6f22a-dirty": true, "stadsdelskollen v1.2.0": true,
		"stadsdelskollen v1.2.0-4-gae6f22a": true, "go1.26.0": true, "6.1.0": true,
		"stadsdelskollen 213": false, "213 hushåll": false, "stadsdelskollen ae6f22a i Farsta": false,
	} {
		if got := versionText.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
