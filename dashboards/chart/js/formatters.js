// Named formatters. An option object holds no code: it names a formatter ("@tal|1") and this module
// puts the function in its place, in the program and in the browser alike. The engine that draws while
// publishing has no Intl, so Swedish numbers and months are written here.

const NBSP = '\u00a0';
const MINUS = '\u2212';
const MONTHS = ['januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober', 'november', 'december'];

// tal writes a number with Swedish thousands (no-break space) and decimal comma: 8295.5 with 1 → "8 295,5".
export function tal(value, decimals = 0) {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole, part] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NBSP);
  const sign = value < 0 && Number(fixed) !== 0 ? MINUS : '';
  return sign + grouped + (part ? ',' + part : '');
}

// Each maker takes the arguments written after the name and gives the function that ECharts calls.
const makers = {
  // @tal|decimals → 8 295
  tal: (decimals) => (v) => tal(num(v), int(decimals)),
  // @procent|decimals → 17,5 %
  procent: (decimals) => (v) => tal(num(v), int(decimals)) + NBSP + '%',
  // @kr|decimals → 8 295 kr
  kr: (decimals) => (v) => tal(num(v), int(decimals)) + NBSP + 'kr',
  // @tkr|decimals → 415,2 tkr
  tkr: (decimals) => (v) => tal(num(v), int(decimals)) + NBSP + 'tkr',
  // @dagar|decimals → 13 dagar
  dagar: (decimals) => (v) => { const n = tal(num(v), int(decimals)); return n + NBSP + (n === '1' ? 'dag' : 'dagar'); },
  // @axel|decimals|unit|last: a tick of a value axis; only the last tick carries the unit.
  axel: (decimals, unit, last) => (v) => tal(num(v), int(decimals)) + (unit && num(v) === Number(last) ? NBSP + unit : ''),
  // @ar → 2011 (from milliseconds since 1970, UTC)
  ar: () => (v) => String(new Date(num(v)).getUTCFullYear()),
  // @manad → november 2011
  manad: () => (v) => month(num(v), MONTHS),
  // @manadkort → nov 2011
  manadkort: () => (v) => month(num(v), MONTHS.map((m) => m.slice(0, 3))),
};

function month(ms, names) {
  const d = new Date(ms);
  return names[d.getUTCMonth()] + NBSP + d.getUTCFullYear();
}

const int = (s) => (s === undefined || s === '' ? 0 : Number(s));

// num takes what ECharts hands over: a value, or the parameter object of a label or tooltip.
function num(v) {
  if (v !== null && typeof v === 'object') v = v.value;
  return Number(Array.isArray(v) ? v[v.length - 1] : v);
}

// formatter gives the function that a name such as "@tal|1" stands for. An unknown name is an error.
export function formatter(name) {
  const [key, ...args] = name.slice(1).split('|');
  if (!Object.hasOwn(makers, key)) throw new Error('unknown formatter "' + name + '"');
  return makers[key](...args);
}

// bind replaces, in place, every "formatter" or "valueFormatter" that starts with "@" by its function.
export function bind(node) {
  if (Array.isArray(node)) {
    node.forEach(bind);
  } else if (node !== null && typeof node === 'object') {
    for (const key of Object.keys(node)) {
      const v = node[key];
      if ((key === 'formatter' || key === 'valueFormatter') && typeof v === 'string' && v[0] === '@') {
        node[key] = formatter(v);
      } else {
        bind(v);
      }
    }
  }
  return node;
}
