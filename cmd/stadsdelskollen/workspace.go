package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"stadsdelskollen/ingest"
	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// settle is for how long a file that was just dropped must stay as it is.
const settle = 300 * time.Millisecond

// errBusy says that another run holds the workspace.
var errBusy = errors.New("another run holds the workspace")

// workspace is a folder of deliveries, their warehouse and their publications.
type workspace struct {
	dir  string
	cfg  config
	reg  *register.Register
	lock *os.File
}

// openWorkspace reads config and register and takes the workspace for this
// process alone until close.
func openWorkspace(dir string) (*workspace, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("open workspace: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("open workspace: %s is not a folder", dir)
	}
	cfg, errConfig := loadConfig(dir)
	reg, errRegister := loadRegister(dir)
	if err := errors.Join(errConfig, errRegister); err != nil {
		return nil, err
	}
	w := &workspace{dir: dir, cfg: cfg, reg: reg}
	if w.lock, err = os.OpenFile(w.path(".lock"), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, fmt.Errorf("open workspace: %w", err)
	}
	if err := syscall.Flock(int(w.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("open workspace %s: %w", dir, errBusy), w.lock.Close())
	}
	return w, nil
}

func loadRegister(dir string) (*register.Register, error) {
	reference := filepath.Join(dir, "reference")
	reg, err := register.Load(os.DirFS(reference))
	_, errConfig := os.Stat(filepath.Join(dir, configName))
	switch {
	case errors.Is(err, fs.ErrNotExist) && errors.Is(errConfig, fs.ErrNotExist):
		return nil, fmt.Errorf("in %s: %w\nhint: is %s a workspace? `stadsdelskollen init DIR` makes one", reference, err, dir)
	case err != nil:
		return nil, fmt.Errorf("in %s: %w", reference, err)
	}
	return reg, nil
}

// close lets other runs in; the lock goes with the file.
func (w *workspace) close() error { return w.lock.Close() }

func (w *workspace) path(parts ...string) string {
	return filepath.Join(append([]string{w.dir}, parts...)...)
}

// publications is the folder that holds the publications of an audience, and
// the link to the current one.
func (w *workspace) publications(audience string) (dir, site string) {
	if audience == audienceInternal {
		return w.path("internt", "publications"), w.path("internt", "site")
	}
	return w.path("publications"), w.path("site")
}

func (w *workspace) ingestWorkspace(e *env, p *progress) ingest.Workspace {
	return ingest.Workspace{Dir: w.dir, Register: w.reg, Feeds: w.cfg.feeds(), Now: e.Now, Settle: settle, Progress: p.step}
}

// withWarehouse opens the warehouse, made anew from the archive when it is
// missing or of another version, and closes it after fn.
func (w *workspace) withWarehouse(ctx context.Context, e *env, p *progress, fn func(*warehouse.DB) error) error {
	return w.inWarehouse(ctx, e, p, duck.Options{}, fn)
}

func (w *workspace) inWarehouse(ctx context.Context, e *env, p *progress, opt duck.Options, fn func(*warehouse.DB) error) (err error) {
	wh, err := ingest.OpenWarehouse(ctx, w.ingestWorkspace(e, p), w.path("warehouse.duckdb"), opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, wh.Close()) }()
	return fn(wh)
}
