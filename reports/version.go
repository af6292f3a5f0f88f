package reports

import (
	"embed"

	"stadsdelskollen/reports/version"
)

//go:embed *.go table/*.go cube/*.go catalogue/*.go
var sources embed.FS

// Version is a hash of all that decides what the files of a publication look
// like, for the publication's id.
func Version() string { return version.Of(sources) }
