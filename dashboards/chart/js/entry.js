// The chart engine as the program carries it: only the parts of ECharts that our options use, its SVG
// renderer and its Swedish texts, and the named formatters. Built into dist/echarts.js by build.mjs.

import { graphic, init, registerLocale, registerMap, setPlatformAPI, use } from 'echarts/core';
import { LineChart, MapChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import langSV from 'echarts/lib/i18n/langSV.js';
import { bind, formatter } from './formatters.js';
import { measureText } from './measure.js';

use([LineChart, MapChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent, SVGRenderer]);
registerLocale('SV', langSV);
setPlatformAPI({ measureText });

// packed puts a long series of places into one array of numbers, which ECharts neither copies nor looks
// through for looks of single points: a third of the time of a line of 240 months. A gap is no number.
function packed(option) {
  for (const s of option.series ?? []) {
    if (s.type !== 'line' || s.data.length < 24 || !s.data.every((p) => p.length === 2)) continue;
    const places = new Float64Array(2 * s.data.length);
    s.data.forEach(([x, y], i) => places.set([x, y ?? NaN], 2 * i));
    s.data = places;
    s.dimensions = ['x', 'y'];
  }
  return option;
}

const shapes = { text: graphic.Text, rect: graphic.Rect, polygon: graphic.Polygon };

// place adds what stands at a place in px, as the graphic component does in the browser: to the same picture, in a
// fifth less time, for the component merges, watches and lays out each of some fifty texts.
function place(zr, elements) {
  for (const { type, ...element } of elements ?? []) zr.add(new shapes[type](element));
}

// drawChart renders one option object, given as JSON text, to an SVG string of width × height px. shape is
// the GeoJSON of its map series, or an empty text.
globalThis.drawChart = function drawChart(json, width, height, shape) {
  if (shape) registerMap('karta', shape);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height, locale: 'SV' });
  try {
    const option = bind(JSON.parse(json));
    const placed = option.graphic;
    delete option.graphic;
    chart.setOption(packed(option));
    place(chart.getZr(), placed);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
};

// formatValue gives the text a named formatter writes, so that both sides can be held to the same words.
globalThis.formatValue = (name, value) => formatter(name)(value);
