// Package version names a state of the program by the text that it is made of. A publication's id covers what shapes
// pages, reports and files, so each of those packages embeds its own text and has it hashed here.
//
// It promises: the same texts give the same version; tests are no part of it. It reads nothing but what it is given.
package version

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
)

// Of is a hash of all files of some folders but tests: 16 characters.
func Of(folders ...fs.FS) string {
	sum := sha256.New()
	for _, fsys := range folders {
		// What is embedded can be read.
		_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(fsys, name)
			fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
			return err
		})
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
