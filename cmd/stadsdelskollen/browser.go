package main

import (
	"os"
	"path/filepath"
)

// browserVariable names the browser that reports are printed with; "nej" for none.
const browserVariable = "STADSDELSKOLLEN_CHROMIUM"

// browserPath is the browser that reports are printed with: the one that
// browserVariable names, or else the first Chromium in PATH; empty for none.
func browserPath(getenv func(string) string) string {
	if path := getenv(browserVariable); path == "nej" {
		return ""
	} else if path != "" {
		return path
	}
	for _, dir := range filepath.SplitList(getenv("PATH")) {
		for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
			path := filepath.Join(dir, name)
			if file, err := os.Stat(path); err == nil && file.Mode().IsRegular() && file.Mode()&0o111 != 0 {
				return path
			}
		}
	}
	return ""
}
