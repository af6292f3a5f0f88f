package prose

import (
	"embed"

	"stadsdelskollen/reports/version"
)

//go:embed *.go
var files embed.FS

// Version is a hash of this package's text: other sentences are another
// version.
func Version() string { return version.Of(files) }
