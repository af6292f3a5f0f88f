package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"stadsdelskollen/transform/disclosure/attack/pdf"
)

// sheets prints the page of a tab and reads the letters of each of its sheets, without spaces and without the sheet's foot.
func sheets(ctx context.Context, t *testing.T) []string {
	t.Helper()
	var printed []byte
	err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		printed, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "sidan.pdf")
	if err := os.WriteFile(name, printed, 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", name, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (on Debian: apt-get install poppler-utils): %v", err)
	}
	var out []string
	for s := range strings.SplitSeq(strings.TrimSuffix(string(text), "\f"), "\f") {
		foot := strings.LastIndex(s, "\nstadsdelskollen\n")
		if foot < 0 {
			t.Fatalf("a sheet without foot: %s", s)
		}
		out = append(out, pdf.Squeeze(s[:foot]))
	}
	return out
}

func TestTheFirstSheetHoldsAFigureAndNoneIsTorn(t *testing.T) {
	ctx := browser(t)
	for site, pages := range map[string][]string{
		"stockholm": {"index.html"},
		"syntetisk": {"index.html", "nyckeltal/handlaggningstid_inom_riktlinje.html", "stadsdel/farsta.html", "rapport/manad.html"},
	} {
		address := served(t, site+"/site")
		for _, p := range pages {
			ctx, _ := tab(ctx, t, address+"/"+p)
			texts := func(selector string) []string {
				return evaluate[[]string](ctx, t, `[...document.querySelectorAll("`+selector+`")].map(e => e.textContent)`)
			}
			read := sheets(ctx, t)
			// The synthetic front page has no finding, and a sentence where others have none: its map comes on the second.
			if first := texts(".fig-s"); p == "index.html" && site == "stockholm" && !strings.Contains(read[0], pdf.Squeeze(first[0])) {
				t.Errorf("%s: the first sheet has no figure: %s", site, read[0])
			}
			belongs, leads := texts(".key li, .fig-src, .fig-say, .rat + p"), texts(".sec > h2, .find h3, .fig-t, .fig-s, .sec > .intro:not(:last-child), .untried > summary, caption")
			for i, sheet := range read {
				for _, s := range belongs {
					if i > 0 && strings.HasPrefix(sheet, pdf.Squeeze(s)) {
						t.Errorf("%s/%s, sheet %d begins with %q", site, p, i+1, s)
					}
				}
				for _, s := range leads {
					if strings.HasSuffix(sheet, pdf.Squeeze(s)) {
						t.Errorf("%s/%s, sheet %d ends with %q", site, p, i+1, s)
					}
				}
			}
		}
	}
}

// A sheet of two lines that say who publishes is a sheet wasted. The page is made longer bit by bit, so that its foot comes
// to lie over the edge of a sheet.
func TestTheFootDoesNotStandAloneOnASheet(t *testing.T) {
	ctx, _ := tab(browser(t), t, served(t, "stockholm/site")+"/data.html")
	foot := pdf.Squeeze(evaluate[string](ctx, t, `document.querySelector(".foot").textContent.replace(document.querySelector(".foot ul").textContent, "")`))
	evaluate[bool](ctx, t, `document.querySelector("#h-format").before(document.createElement("div")) === undefined`)
	for mm := 0; mm < 260; mm += 10 {
		evaluate[string](ctx, t, fmt.Sprintf(`document.querySelector("#h-format").previousElementSibling.style.height = "%dmm"`, mm))
		read := sheets(ctx, t)
		if last := read[len(read)-1]; strings.HasSuffix(foot, last) {
			t.Errorf("with %d mm more, the last of %d sheets holds %q", mm, len(read), last)
		}
	}
}
