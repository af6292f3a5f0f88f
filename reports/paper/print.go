package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Time limits of printing: all reports together, and one of them.
const (
	printTimeout = 5 * time.Minute
	pageTimeout  = time.Minute
)

// printers is how many reports are printed at the same time, by one browser.
const printers = 2

// printAll prints every report that stands in dir with one browser, and writes
// its page anew with a link to the PDF. unprinted says why some have no PDF.
func printAll(ctx context.Context, dir string, reports []*report, opt Options) (unprinted, err error) {
	profile, err := os.MkdirTemp("", "stadsdelskollen-chromium-")
	if err != nil {
		return fmt.Errorf("print reports: %w", err), nil
	}
	defer func() { unprinted = errors.Join(unprinted, removeAll(profile)) }()
	limited, cancel := context.WithTimeout(ctx, printTimeout)
	defer cancel()
	browser, stop, err := start(limited, opt.Browser, profile)
	if err != nil {
		return fmt.Errorf("start %s: %w", opt.Browser, err), nil
	}
	defer stop()

	queue := make(chan *report)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range printers {
		wg.Go(func() {
			for r := range queue {
				failed := r.print(browser, dir)
				mu.Lock()
				if failed != nil {
					unprinted = errors.Join(unprinted, fmt.Errorf("print report %s: %w", r.Name, failed))
				}
				done++
				opt.Progress("printing", done, len(reports))
				mu.Unlock()
			}
		})
	}
	for _, r := range reports {
		queue <- r
	}
	close(queue)
	wg.Wait()
	for _, r := range reports {
		if !r.Printable {
			continue
		}
		text, err := r.render()
		if err == nil {
			err = os.WriteFile(r.file(dir, ".html"), text, 0o644)
		}
		if err != nil {
			return unprinted, fmt.Errorf("report %s: %w", r.Name, err)
		}
	}
	return unprinted, ctx.Err()
}

// removeAll removes a profile that the last processes of a browser may still be
// writing to for a moment.
func removeAll(profile string) (err error) {
	for range 20 {
		if err = os.RemoveAll(profile); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// start starts a browser that reads our own files and nothing else: it finds no
// host, runs no script, and keeps nothing. It has no sandbox of its own, which
// needs rights that a service or a container often lacks.
func start(ctx context.Context, path, profile string) (context.Context, context.CancelFunc, error) {
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"))
	silent := func(string, ...any) {}
	ctx, end := chromedp.NewExecAllocator(ctx, flags...)
	browser, stop := chromedp.NewContext(ctx, chromedp.WithLogf(silent), chromedp.WithErrorf(silent))
	both := func() { stop(); end() }
	if err := chromedp.Run(browser); err != nil {
		both()
		return nil, nil, err
	}
	return browser, both, nil
}

func (r *report) file(dir, ending string) string { return filepath.Join(dir, folder, r.Name+ending) }

// print prints the report's page: tagged for screen readers, with its headings
// as an outline. What is printed stands beside the page for so long.
func (r *report) print(browser context.Context, dir string) (err error) {
	tab, closeTab := chromedp.NewContext(browser)
	defer closeTab()
	tab, cancel := context.WithTimeout(tab, pageTimeout)
	defer cancel()
	paper, err := r.page(true)
	if err != nil {
		return err
	}
	file, err := filepath.Abs(r.file(dir, ".utskrift.html"))
	if err == nil {
		err = writeNew(file, paper)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file)) }()
	var text []byte
	err = chromedp.Run(tab, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate((&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			text, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).WithGenerateTaggedPDF(true).WithGenerateDocumentOutline(true).Do(ctx)
			return err
		}))
	if err != nil {
		return err
	}
	if err := writeNew(r.file(dir, ".pdf"), dated(text, r.info.Published)); err != nil {
		return err
	}
	r.Printable = true
	return nil
}

var (
	printedDate = regexp.MustCompile(`/(CreationDate|ModDate) \(D:\d{14}[^)]*\)`)
	printedNode = regexp.MustCompile(`\(node\d{8}\)`)
)

// dated puts the publication's date in a PDF in place of the moment when it was
// printed, and numbers its elements anew, which the browser counts over all that
// it prints: the same page gives the same bytes. Nothing changes its length,
// since the file's offsets must stay true; a date of another length is left.
func dated(pdf []byte, published time.Time) []byte {
	pdf = printedDate.ReplaceAllFunc(pdf, func(found []byte) []byte {
		name, _, _ := bytes.Cut(found, []byte(" "))
		out := append(bytes.Clone(name), " (D:"+published.UTC().Format("20060102150405")+"+00'00')"...)
		if len(out) != len(found) {
			return found
		}
		return out
	})
	var names []string
	for _, found := range printedNode.FindAll(pdf, -1) {
		names = append(names, string(found))
	}
	slices.Sort(names)
	anew := map[string]string{}
	for i, name := range slices.Compact(names) { // in their order, which their index depends on
		anew[name] = fmt.Sprintf("(node%08d)", i+1)
	}
	return printedNode.ReplaceAllFunc(pdf, func(found []byte) []byte { return []byte(anew[string(found)]) })
}
