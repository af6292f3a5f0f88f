package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

func serveCommand(e *env) *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "serve [DIR...]",
		Short: "Look at sites on this computer",
		Long: "serve shows the sites of one or more folders (a workspace, whose `site` is shown with its publications\n" +
			"beneath publications/, or a publication) on a loopback address, with the security headers that they should\n" +
			"have in production. It is for looking, not for the public: any web server can serve `site` and `publications`.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{workspaceFlag(cmd)}
			}
			return runServe(cmd.Context(), e, addr, args)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8011", "loopback `ADDRESS` to listen on")
	return cmd
}

func runServe(ctx context.Context, e *env, addr string, dirs []string) error {
	host, _, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || (host != "localhost" && (ip == nil || !ip.IsLoopback())) {
		return &exit{exitUsage, fmt.Errorf("--addr is %q, want a loopback address like 127.0.0.1:8011", addr)}
	}
	mux, paths, err := sites(dirs)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	for _, p := range paths {
		fmt.Fprintf(e.Stdout, "http://%s%s\n", listener.Addr(), p)
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		// Nothing is lost by cutting off a reader who looks at local files.
		_ = server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// sites serves one folder at /, or several each under its own name.
func sites(dirs []string) (http.Handler, []string, error) {
	mux := http.NewServeMux()
	var paths []string
	for _, dir := range dirs {
		root := dir
		if _, err := os.Stat(filepath.Join(dir, "site")); err == nil {
			root = filepath.Join(dir, "site")
		}
		if _, err := os.Stat(filepath.Join(root, "index.html")); err != nil {
			return nil, nil, fmt.Errorf("serve %s: it has no site yet; `stadsdelskollen run` makes one", dir)
		}
		at := "/"
		if len(dirs) > 1 {
			abs, err := filepath.Abs(dir)
			if err != nil {
				return nil, nil, err
			}
			at = "/" + filepath.Base(abs) + "/"
		}
		mux.Handle(at, http.StripPrefix(strings.TrimSuffix(at, "/"), withHeaders(site{root})))
		if root != dir {
			kept := at + "publications/"
			mux.Handle(kept, http.StripPrefix(strings.TrimSuffix(kept, "/"), withHeaders(site{filepath.Join(dir, "publications")})))
		}
		paths = append(paths, at)
	}
	if len(dirs) > 1 {
		mux.Handle("/{$}", withHeaders(list(paths)))
	}
	return mux, paths, nil
}

// list is the page at / when several sites are served.
func list(paths []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><html lang=\"sv\"><meta charset=\"utf-8\"><title>stadsdelskollen</title><h1>stadsdelskollen</h1><ul>")
		for _, p := range paths {
			fmt.Fprintf(w, "<li><a href=\"%s\">%s</a></li>", html.EscapeString(p), html.EscapeString(strings.Trim(p, "/")))
		}
		fmt.Fprint(w, "</ul></html>")
	})
}

// headers that a site should be served with: it needs nothing but itself.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control":                "no-cache",
}

// openHeaders are what differs for a chart's own files, which others may show
// in a frame, and for files of figures, which others may fetch.
var openHeaders = map[string]string{
	"Content-Security-Policy":      strings.Replace(headers["Content-Security-Policy"], "frame-ancestors 'none'", "frame-ancestors *", 1),
	"Cross-Origin-Resource-Policy": "cross-origin",
	"Access-Control-Allow-Origin":  "*",
}

func withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		if strings.Contains(r.URL.Path, "/diagram/") || strings.Contains(r.URL.Path, "/data/") {
			for name, value := range openHeaders {
				w.Header().Set(name, value)
			}
		}
		next.ServeHTTP(w, r)
	})
}

// site serves files of a folder; what is missing gets the site's own 404 page.
// The folder is opened at each request, since `site` is swapped under it.
type site struct{ root string }

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	fsys := os.DirFS(s.root)
	// What begins with a point is being built.
	if info, err := fs.Stat(fsys, name); err == nil && !info.IsDir() && !strings.HasPrefix(name, ".") {
		http.ServeFileFS(w, r, fsys, name)
		return
	}
	text, err := fs.ReadFile(fsys, "404.html")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(text)
}
