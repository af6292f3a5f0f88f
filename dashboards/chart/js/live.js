// ECharts in the browser: the same parts that draw while publishing, and its tooltip as text inside the SVG.
// Built into dist/echarts-live.js, which diagram.js fetches when a reader touches a chart.

import { init, registerLocale, registerMap, setPlatformAPI, use } from 'echarts/core';
import { LineChart, MapChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import langSV from 'echarts/lib/i18n/langSV.js';
import { bind, formatter } from './formatters.js';
import { measureText } from './measure.js';
import { paint } from './palette.js';

use([LineChart, MapChart, ScatterChart, GraphicComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);
registerLocale('SV', langSV);
setPlatformAPI({ measureText }); // the picture's own measure, so that nothing moves when it comes to life

// Inks of texts that stand on a colour of their own: they have no halo.
const ON_COLOUR = ['#6e2c00', '#0f3f75', '#16211e'];

// bare takes, in place, the halo from the texts that have none. The site's sheet gives every text one.
function bare(option) {
  for (const { type, style } of option.graphic ?? []) {
    if (type === 'text' && ON_COLOUR.includes(style.fill)) Object.assign(style, { stroke: 'rgba(0,0,0,0)', lineWidth: 1 });
  }
  return option;
}

const AXES = { xAxisIndex: 0, yAxisIndex: 0 };

// tipsOf gives the tips of a rendering: those of its file, or one for every value of its lines.
function tipsOf({ tips, reading, option }) {
  if (!reading) return tips ?? [];
  const { head, format, count, lines, words } = reading;
  const added = new Map((words ?? []).map((w) => [w.at, w.text]));
  const write = [formatter(head), formatter(format)];
  const points = lines.map((l) => option.series[l.series].data.slice(l.from ?? 0, (l.from ?? 0) + count).map((p) => p.value ?? p));
  const said = (n, value) => lines[n].name + ' ' + write[1](value);
  return lines.flatMap((l, n) => points[n].flatMap(([at, value], i) => {
    if (value === null || i % (l.every ?? 1)) return [];
    const text = [write[0](at), said(n, value)];
    const other = l.beside === undefined ? null : points[l.beside][i][1];
    if (other !== null) text.push(said(l.beside, other));
    if (added.has(i)) text.push(added.get(i));
    return [{ at: [at, value], text }];
  }));
}

// enliven draws one rendering of a chart into root. spec is that rendering in the chart's file; colourOf gives
// the page's value of a custom property; still is true for who wants no movement.
export function enliven(root, spec, colourOf, still) {
  const chart = init(root, null, { renderer: 'svg', width: spec.width, height: spec.height, locale: 'SV' });
  if (spec.map) registerMap('karta', spec.map);
  const tips = tipsOf(spec);
  const ink = colourOf('--ink');
  const series = { type: 'scatter', symbol: 'circle', symbolSize: 15, z: 8, clip: false, cursor: 'default', itemStyle: { color: 'transparent' },
    emphasis: { scale: false, itemStyle: { color: 'transparent', borderColor: ink, borderWidth: 2 } } };
  const tooltip = { trigger: 'item', triggerOn: 'none', renderMode: 'richText', confine: true, transitionDuration: still ? 0 : 0.15,
    backgroundColor: colourOf('--paper'), borderColor: ink, borderWidth: 1, borderRadius: 0, padding: [6, 9], shadowBlur: 0, shadowOffsetX: 0, shadowOffsetY: 0, shadowColor: 'transparent',
    textStyle: { color: ink, fontSize: 13, fontFamily: 'Segoe UI, Liberation Sans, Arial, sans-serif', textShadowColor: 'transparent' },
    formatter: (p) => p.data.lines.join('\n') };
  let span = null;

  function draw() {
    const option = JSON.parse(JSON.stringify(spec.option));
    if (span) narrowTo(option, span, spec.zoom);
    bind(paint(bare(option), colourOf));
    option.series.push({ ...series, data: tips.map((t) => ({ value: t.at, lines: t.text })) });
    option.tooltip = tooltip;
    option.backgroundColor = colourOf('--paper');
    chart.setOption(option, { notMerge: true });
  }
  draw();
  const traff = () => chart.getOption().series.length - 1;
  let shown = -1;

  const live = {
    // nearest gives the tip nearest to a place in the chart's px, or -1.
    nearest(x, y) {
      let best = -1, least = 70 * 70;
      for (const [i, t] of tips.entries()) {
        const [px, py] = chart.convertToPixel(AXES, t.at);
        const d = (px - x) ** 2 + (py - y) ** 2 * (spec.zoom ? 0.5 : 1);
        if (d < least && inside(t)) [best, least] = [i, d];
      }
      return best;
    },
    // next gives the tip after one that says something else, in the file's order; step is 1 or -1.
    next(from, step) {
      for (let n = 1, i = from; n <= tips.length; n++) {
        i = (i + step + tips.length) % tips.length;
        if (inside(tips[i]) && String(tips[i].text) !== String(tips[from]?.text)) return i;
      }
      return from;
    },
    show(i) {
      if (i === shown) return '';
      this.hide();
      if (i < 0) return '';
      shown = i;
      chart.dispatchAction({ type: 'highlight', seriesIndex: traff(), dataIndex: i });
      chart.dispatchAction({ type: 'showTip', seriesIndex: traff(), dataIndex: i });
      return tips[i].text.join(', ');
    },
    hide() {
      if (shown >= 0) {
        chart.dispatchAction({ type: 'downplay', seriesIndex: traff(), dataIndex: shown });
        chart.dispatchAction({ type: 'hideTip' });
      }
      shown = -1;
    },
    zoomable: Boolean(spec.zoom),
    // zoom shows the stretch of time between two px, or everything, and says which that is.
    zoom(x0, x1) {
      return stretch(x0 === undefined ? limits(spec) : [x0, x1].map((x) => chart.convertFromPixel(AXES, [x, 0])[0]).sort((p, q) => p - q));
    },
    // zoomBy shows so much of the time that is shown, about a tip's place where it is seen.
    zoomBy(factor, tip) {
      const [from, to] = span ?? limits(spec), at = tip >= 0 && inside(tips[tip]) ? tips[tip].at[0] : (from + to) / 2;
      const half = ((to - from) * factor) / 2, [low, high] = limits(spec);
      const start = Math.max(low, Math.min(at - half, high - 2 * half));
      return stretch([start, start + 2 * half]);
    },
    dispose: () => chart.dispose(),
  };
  return live;

  // stretch shows a stretch of time and says which, unless there is nothing to tell in it.
  function stretch([from, to]) {
    const [low, high] = limits(spec), ends = [Math.max(from, low), Math.min(to, high)];
    if (tips.filter((t) => t.at[0] >= ends[0] && t.at[0] <= ends[1]).length < 2) return '';
    live.hide();
    span = ends[0] > low || ends[1] < high ? ends : null;
    draw();
    return 'Visar ' + ends.map(formatter(spec.zoom === 'manad' ? '@manad' : '@ar')).join(' till ');
  }

  function inside(t) {
    return !span || (t.at[0] >= span[0] && t.at[0] <= span[1]);
  }
}

function limits(spec) {
  const axis = [spec.option.xAxis].flat()[0];
  return [axis.min, axis.max];
}

// narrowTo cuts an option object's time axis: what was laid out for all of it (labels at a place, chosen ticks)
// goes, what was laid out along it in px moves with it, and marks are cut at the edges.
function narrowTo(option, [from, to], unit) {
  const axis = [option.xAxis].flat()[0];
  const { min: low, max: high } = axis;
  Object.assign(axis, { min: from, max: to });
  axis.axisLabel = { ...axis.axisLabel, formatter: unit === 'manad' ? '@manadkort' : '@ar', hideOverlap: true, align: 'center', padding: 0 };
  delete axis.axisLabel.customValues;
  axis.axisTick = { ...axis.axisTick, show: true };
  delete axis.axisTick.customValues;
  const month = 28 * 24 * 3600e3;
  axis.minInterval = unit === 'manad' ? month : 365 * 24 * 3600e3;
  const [grid] = [option.grid].flat(), left = Number(grid.left), right = left + Number(grid.width);
  const moved = (x) => left + ((low + ((x - left) / (right - left)) * (high - low) - from) / (to - from)) * (right - left);
  option.graphic = (option.graphic ?? []).filter((g) => g.info !== 'data');
  for (const g of option.graphic) {
    if (g.info === 'tid') g.shape.points = g.shape.points.map(([x, y]) => [Math.min(Math.max(moved(x), left), right), y]);
  }
  for (const s of option.series) {
    s.clip = true;
    for (const m of [s.markLine, s.markArea]) {
      if (!m) continue;
      m.data = m.data.filter(([a, b]) => Math.max(a.coord[0], b.coord[0]) >= from && Math.min(a.coord[0], b.coord[0]) <= to);
      for (const end of m.data.flat()) end.coord[0] = Math.min(Math.max(end.coord[0], from), to);
    }
  }
}

// strokes are the pieces of a line between its gaps.
function strokes(data) {
  const all = [[]];
  for (const p of data) if (p[1] === null) all.push([]); else all.at(-1).push(p);
  return all;
}

// inPart gives a rendering of which only some boxes are seen, moved as its picture is: what stands in the boxes moves
// with them, the rest goes. A box holds its left and upper edge, not its right and lower: those are the next box's.
// Of a box as wide as the picture only heights matter, since its x axis may count anything. What is drawn down through
// boxes stays where they are seen.
export function inPart(spec, { parts, height }) {
  const { option, tips = [], ...rest } = structuredClone(spec);
  const grid = [option.grid].flat()[0], left = Number(grid.left), top = Number(grid.top), gone = spec.height - height;
  const to = (x, y) => {
    const part = parts.find(({ from: [fx, fy, w, h] }) => y >= fy && y < fy + h && (w === spec.width || (x >= fx && x < fx + w)));
    return part && [x + part.to[0] - part.from[0], y + part.to[1] - part.from[1]];
  };
  const onAxes = ([x, y]) => to(left + x, top + y)?.map((v, i) => v - [left, top][i]);
  const put = (holder, key, place) => { const at = place(holder[key]); if (at) holder[key] = at; return at; };
  const seen = (d) => { const at = onAxes(d.value ?? d); return at && (d.value ? { ...d, value: at } : at); };
  // down gives what is seen of a line straight down through boxes.
  const down = ([x, y0], [, y1]) => {
    const [high, low] = [top + Math.min(y0, y1), top + Math.max(y0, y1)], seen = [];
    for (const { from: [, fy, , h], to: [, ty] } of parts) {
      const [start, end] = [Math.max(high, fy), Math.min(low, fy + h)].map((y) => y + ty - fy);
      if (start >= end) continue;
      if (seen.at(-1)?.[1] === start) seen.at(-1)[1] = end;
      else seen.push([start, end]);
    }
    return seen.map((ends) => ends.map((y) => [x, y - top]));
  };
  const cross = (pair) => {
    const ends = pair.map((end) => end.coord), moved = ends[0][0] === ends[1][0] ? down(...ends) : [ends.map(onAxes)];
    return moved.filter((m) => m.every(Boolean)).map((m) => m.map((coord, i) => ({ ...pair[i], coord })));
  };
  grid.height = String(Number(grid.height) - gone);
  [option.yAxis].flat()[0].max -= gone;
  for (const s of option.series) {
    s.data = s.type === 'line' ? strokes(s.data).flatMap((stroke) => {
      const straight = stroke.length === 2 && stroke[0][0] === stroke[1][0];
      return (straight ? down(...stroke) : [stroke.map(onAxes).filter(Boolean)]).flatMap((piece) => [...piece, [null, null]]);
    }) : s.data.map(seen).filter(Boolean);
    if (s.markLine) s.markLine.data = s.markLine.data.flatMap(cross);
  }
  option.graphic = (option.graphic ?? []).filter((g) => {
    const on = g.type === 'text' ? g.style : g.shape, at = to(on.x, on.y);
    if (at) [on.x, on.y] = at;
    return at;
  });
  return { ...rest, option, height, tips: tips.filter((t) => put(t, 'at', onAxes)) };
}
