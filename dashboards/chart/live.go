package chart

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
)

// How a chart comes to life: the page links diagram.css and loads diagram.js as a module; the element that
// holds the two pictures carries LiveAttr with the address of the chart's file, Picture.Live. When a reader
// touches the picture, diagram.js fetches echarts-live.js from beside itself and that file, and lays the live
// chart over the picture. Without script, without the files or from file:// the picture stays as it is.

// liveNames are the files of the bundle that a site carries, and no others.
var liveNames = []string{"diagram.css", "diagram.js", "echarts-live.js"}

// LiveAssets gives the files that a site needs for its charts, by name. They must lie in one folder. A page
// links them so, and loads nothing else for its charts until one is touched:
//
//	<link rel="stylesheet" href="…/diagram.css">
//	<script type="module" src="…/diagram.js"></script>
func LiveAssets() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, name := range liveNames {
		data, err := fs.ReadFile(dist, "js/dist/"+name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, ErrNoBundle
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		out[name] = data
	}
	return out, nil
}

// LiveAttr is the attribute of the element that directly holds a picture's two <svg> elements. href is the
// address of the chart's file, relative to the page.
func LiveAttr(href string) template.HTMLAttr {
	return template.HTMLAttr(`data-diagram="` + template.HTMLEscapeString(href) + `"`)
}

// liveRendering is one rendering in a chart's file.
type liveRendering struct {
	Width  int             `json:"width"`
	Height int             `json:"height"`
	Zoom   string          `json:"zoom,omitempty"` // "manad" or "ar": the time axis may be zoomed
	Tips   []tip           `json:"tips,omitempty"`
	Lines  *reading        `json:"reading,omitempty"`
	Map    json.RawMessage `json:"map,omitempty"` // GeoJSON in px, named "karta" in the option
	// and last "option": the very object that the picture was drawn from
}

// live is a rendering with its option object.
func (o Options) live(option []byte) ([]byte, error) {
	head, err := compactJSON(liveRendering{o.Size.Width, o.Size.Height, o.zoom, o.tips, o.reading, o.shape})
	if err != nil {
		return nil, err
	}
	return withMember(head, "option", option), nil
}

// liveFile writes a chart's file. Series that are the same at both widths stand in the wide rendering alone.
func liveFile(wide, narrow Options) ([]byte, error) {
	option := narrow.JSON
	if bytes.Equal(wide.series, narrow.series) {
		option = narrow.frame
	}
	one, err := wide.live(wide.JSON)
	if err != nil {
		return nil, fmt.Errorf("write chart file: %w", err)
	}
	other, err := narrow.live(option)
	if err != nil {
		return nil, fmt.Errorf("write chart file: %w", err)
	}
	return slices.Concat([]byte(`{"narrow":`), other, []byte(`,"wide":`), one, []byte("}\n")), nil
}
