// Brings charts to life where a reader touches them. The page can be read without it: if anything fails, the
// picture stays. It sets no style attribute, makes no markup from text and asks no other host.

import { planOf } from './views.js';

export { hasViews, showViews } from './views.js';

const READY = 'levande';
const still = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');
const awake = new Set();

const colourOf = (token) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();

for (const place of document.querySelectorAll('[data-diagram]')) prepare(place);
addEventListener('beforeprint', sleepAll);
addEventListener('resize', () => awake.forEach((c) => c.fits() || c.sleep())); // a phone's bars change the height alone
dark.addEventListener('change', sleepAll);
addEventListener('keydown', (e) => { if (e.key === 'Escape') sleepAll(); });

// sleepAll ends what lives: the pictures are there again.
export function sleepAll() {
  awake.forEach((c) => c.sleep());
}

function element(name, attributes, text = '') {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.textContent = text;
  return e;
}

// prepare waits for the reader at one chart: a pointer that stays, a touch, or the button.
export function prepare(place) {
  const button = element('button', { type: 'button', class: 'utforska' }, 'Utforska');
  const label = place.querySelector('svg')?.getAttribute('aria-labelledby');
  if (label) button.setAttribute('aria-describedby', label);
  place.append(button);
  let timer, live, waking;
  const wake = () => (waking ??= start(place, button, () => { live = waking = undefined; }).then((l) => (live = l), () => { waking = undefined; })
    .then(() => { button.textContent = live ? 'Utforska' : 'Diagrammet kunde inte hämtas. Försök igen'; }));
  place.addEventListener('pointerenter', () => { timer = setTimeout(wake, 150); });
  place.addEventListener('pointerleave', () => { clearTimeout(timer); live?.hide(); });
  place.addEventListener('pointerdown', (e) => { if (e.target !== button) wake(); });
  button.addEventListener('click', async () => { await wake(); if (document.activeElement === button) live?.focus(); });
}

// start fetches ECharts and the chart's file and lays the live chart over the picture, at the same size.
async function start(place, button, gone) {
  const href = new URL(place.dataset.diagram, document.baseURI);
  const [engine, file] = await Promise.all([
    import('./echarts-live.js'),
    fetch(href).then((r) => (r.ok ? r.json() : Promise.reject(new Error(r.status)))),
  ]);
  const picture = [...place.querySelectorAll('svg.w, svg.n')].find((s) => s.getClientRects().length > 0); // seen now, not when it was touched
  let spec = picture.classList.contains('n') ? file.narrow : file.wide;
  spec.option.series ??= file.wide.option.series; // what is the same at both widths stands once
  if (planOf(picture)) spec = engine.inPart(spec, planOf(picture));
  const at = picture.getBoundingClientRect(), frame = place.getBoundingClientRect();
  const layer = element('div', { class: 'diagram-lager', role: 'application', tabindex: '-1',
    'aria-label': 'Diagram. Piltangenterna går mellan värdena.' + (spec.zoom ? ' Plus och minus ändrar utsnittet, noll visar allt.' : '') + ' Escape avslutar.' });
  const root = element('div', { 'aria-hidden': 'true' });
  const told = element('p', { class: 'vh', 'aria-live': 'polite' });
  const k = at.width / spec.width;
  Object.assign(layer.style, { left: at.left - frame.left + 'px', top: at.top - frame.top + 'px', width: at.width + 'px', height: at.height + 'px' });
  Object.assign(root.style, { width: spec.width + 'px', height: spec.height + 'px', transform: k === 1 ? '' : `scale(${k})`, transformOrigin: '0 0' });
  layer.append(root, told);
  place.append(layer);
  let chart;
  try {
    chart = engine.enliven(root, spec, colourOf, still.matches);
  } catch (fault) {
    layer.remove();
    throw fault;
  }
  place.classList.add(READY);
  const control = {
    hide: () => chart.hide(),
    fits: () => picture.getBoundingClientRect().width === at.width,
    focus: () => { layer.focus(); tell(chart.next(-1, 1)); },
    sleep() {
      const had = layer.contains(document.activeElement);
      awake.delete(control);
      place.classList.remove(READY);
      chart.dispose();
      layer.remove();
      gone();
      if (had) button.focus();
    },
  };
  awake.add(control);
  let current = -1;
  const tell = (i) => { if (i >= 0) current = i; const text = chart.show(i); if (text) told.textContent = text; };
  const say = (text) => { if (text) told.textContent = text; };
  listen(layer, root, spec, chart, tell, say, () => current);
  return control;
}

// listen binds pointer and keys to a live chart.
function listen(layer, root, spec, chart, tell, say, current) {
  const local = (e) => {
    const r = root.getBoundingClientRect();
    return [((e.clientX - r.left) * spec.width) / r.width, ((e.clientY - r.top) * spec.height) / r.height];
  };
  let from = null;
  layer.addEventListener('pointermove', (e) => tell(chart.nearest(...local(e))));
  layer.addEventListener('pointerdown', (e) => {
    tell(chart.nearest(...local(e)));
    if (e.pointerType !== 'mouse' || e.button !== 0) return;
    from = local(e)[0];
    layer.setPointerCapture(e.pointerId);
  });
  layer.addEventListener('pointerup', (e) => {
    const to = local(e)[0];
    if (chart.zoomable && from !== null && Math.abs(to - from) > 24) chart.zoom(from, to);
    from = null;
  });
  layer.addEventListener('pointercancel', () => { from = null; });
  layer.addEventListener('dblclick', () => chart.zoomable && chart.zoom());
  layer.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const keys = {
      ArrowRight: () => tell(chart.next(current(), 1)), ArrowDown: () => tell(chart.next(current(), 1)),
      ArrowLeft: () => tell(chart.next(current(), -1)), ArrowUp: () => tell(chart.next(current(), -1)),
      Home: () => tell(chart.next(-1, 1)), End: () => tell(chart.next(0, -1)),
    };
    if (chart.zoomable) {
      keys['+'] = () => say(chart.zoomBy(1 / 2, current()));
      keys['-'] = () => say(chart.zoomBy(2, current()));
      keys['0'] = () => say(chart.zoom());
    }
    if (!keys[e.key]) return;
    e.preventDefault();
    keys[e.key]();
  });
}
