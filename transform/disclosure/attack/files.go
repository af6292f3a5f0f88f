//go:build duckdb_arrow

package attack

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// reader checks one kind of file against what follows from the facts.
type reader func(v *verifier, name string, text []byte, d *derived) error

// readers say how each kind of file is read: the first pattern that fits its path
// counts. A kind that is not here is a finding: whoever adds one teaches it here.
// A nil reader is a kind that is compared elsewhere.
var readers = []struct {
	pattern string
	read    reader
}{
	{manifestFile, (*verifier).readManifestFile},
	{factsFile, nil},    // readFacts has read it
	{databaseFile, nil}, // compareDatabase has read it
	{"data/datapackage.json", (*verifier).readCatalogue},
	{"data/dcat.*", (*verifier).readCatalogue},
	{"data/rattelser.csv", (*verifier).readCorrectionsCSV},
	{"data/rattelser.json", (*verifier).readCorrectionsJSON},
	{"data/*", (*verifier).readFigures},
	{"jamfor/*.json", (*verifier).readChoices},
	{"diagram/*/*.csv", (*verifier).readFigures},
	{"diagram/*/*.metadata.json", (*verifier).readMetadata},
	{"diagram/*/*.json", (*verifier).readLive},
	{"diagram/*/*.svg", (*verifier).readPage},
	{"diagram/*/*.html", (*verifier).readPage},
	{"rapport/*.xlsx", (*verifier).readFigures},
	{"rapport/*.pdf", (*verifier).readPrinted},
	{"*/*.html", (*verifier).readPage},
	{"*.html", (*verifier).readPage},
	{"atom.xml", (*verifier).readFeed},
}

// compareFiles reads every file of the folder once, several at a time. One that
// cannot be read is a finding: anything may stand in it.
func (v *verifier) compareFiles(m manifest, names []string, d *derived) {
	d.index()
	d.listed = m.listed()
	each := make([]*verifier, len(names))
	faults := make([]error, len(names))
	var wg sync.WaitGroup
	queue := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range queue {
				each[i] = &verifier{dir: v.dir, opt: v.opt}
				faults[i] = each[i].compareFile(names[i], d)
			}
		})
	}
	for i := range names {
		queue <- i
	}
	close(queue)
	wg.Wait()
	for i, name := range names {
		v.found = append(v.found, each[i].found...)
		if faults[i] != nil {
			v.find(RuleUnread, name, "it cannot be read: %v", faults[i])
		}
	}
	for _, r := range d.rows["nyckeltal"] {
		for _, ending := range []string{".csv", ".json"} {
			if where := "data/" + r.text("namn") + ending; !slices.Contains(names, where) {
				v.find(RuleFormats, where, "the file is missing")
			}
		}
	}
}

// compareFile reads one file: it must be the one that the manifest names, and hold
// nothing that does not follow.
func (v *verifier) compareFile(name string, d *derived) error {
	text, err := os.ReadFile(v.path(name))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	if utf8.Valid(text) {
		v.findHash(name, text, d)
	}
	if f, ok := d.listed.files[name]; ok && (f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != int64(len(text))) {
		v.find(RuleHash, name, "the file is not the one that was published")
	}
	if ending := path.Ext(name); ending == ".json" || ending == ".jsonld" {
		if err := oneJSON(text); err != nil {
			v.find(RuleUnread, name, "%v", err)
		}
	}
	if own, ok := v.opt.Own[name]; ok {
		if !bytes.Equal(text, own) {
			v.find(RuleUnread, name, "the file is not this program's own")
		}
		return nil
	}
	for _, k := range readers {
		if fits, err := path.Match(k.pattern, name); err != nil {
			return err
		} else if !fits {
			continue
		}
		if k.read == nil {
			return nil
		}
		return k.read(v, name, text, d)
	}
	v.find(RuleUnread, name, "a kind of file that verify cannot read")
	return nil
}

// listed is what a manifest names.
type listed struct {
	files map[string]listedFile
	// may are the texts that catalogues name files by: their hashes and sizes.
	may map[string]bool
	// sizes are those in thousands and millions of bytes, as pages round them.
	sizes []float64
}

func (m manifest) listed() listed {
	l := listed{map[string]listedFile{}, map[string]bool{}, nil}
	for _, f := range m.Files {
		l.files[f.Path] = f
		l.may[f.SHA256], l.may[strconv.FormatInt(f.Bytes, 10)] = true, true
		l.sizes = append(l.sizes, float64(f.Bytes)/1e3, float64(f.Bytes)/1e6)
	}
	for _, ind := range m.Indicators {
		// The SQL stands beside its hash, so the hash says nothing more.
		sum := sha256.Sum256([]byte(ind.SQL))
		l.may[hex.EncodeToString(sum[:])] = true
	}
	slices.Sort(l.sizes)
	return l
}

// findHash finds what looks like the hash of secret bytes, in a text that may name
// published files.
func (v *verifier) findHash(name string, text []byte, d *derived) {
	for _, h := range hashesIn(text) {
		if !d.listed.may[h] {
			v.find(RuleHash, name, "%s looks like the hash of something that is not published", h)
		}
	}
}

// hashesIn are runs of 32 hexadecimal digits or more. A delivery whose layout is
// known can be guessed from its hash.
func hashesIn(text []byte) []string {
	var out []string
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && isHex(text[i]) {
			continue
		}
		if i-start >= 32 {
			out = append(out, string(text[start:i]))
		}
		start = i + 1
	}
	return out
}

func isHex(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F' }

// tell finds the numbers of a text that do not follow, sentence by sentence.
func (v *verifier) tell(name, place, text string, d *derived, subject about) {
	for _, of := range d.sentences(text) {
		v.check(name, place, of, d, subject)
	}
}

// check finds the numbers of a sentence that do not follow. What is computed from two
// numbers of the same sentence says nothing that they do not.
func (v *verifier) check(name, place string, of []printed, d *derived, subject about) {
	for _, n := range of {
		if !d.follows(subject, n) && !(len(of) > 2 && arithmetic(n, of)) {
			v.find(RuleFormats, name, "%s: %s %s does not follow from %s", place, n.text, n.after, factsFile)
		}
	}
}
