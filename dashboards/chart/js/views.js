// A picture can be seen in part: its <view> elements say where each area's row or panel is. Chosen parts are put
// together as the whole picture is: its head first, the parts in their order and in its columns, its foot last.

const svgNS = 'http://www.w3.org/2000/svg';
const plans = new WeakMap();

// AIR is how far, in px, the first line of a picture may reach over its upper edge.
const AIR = 6;

function element(name, attributes, ...inside) {
  const e = document.createElementNS(svgNS, name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...inside);
  return e;
}

const numbers = (e) => e.getAttribute('viewBox').split(' ').map(Number);

// partsOf gives where the named parts of a picture are, by the end of their ids.
function partsOf(picture) {
  return [...picture.querySelectorAll('view')].map((v) => ({ id: v.id, box: numbers(v) }));
}

const isOf = (picture, part, names) => names.some((n) => part.id.endsWith(`-${picture.classList[0]}-${n}`));

// arrange says which boxes of the picture are seen and where: [{from: [x, y, width, height], to: [x, y]}], and how high
// it all is. Boxes of one row of the picture end at the same height.
function arrange(picture, names) {
  const [, , width, height] = numbers(picture);
  const all = partsOf(picture);
  const top = Math.min(...all.map((p) => p.box[1])), bottom = Math.max(...all.map((p) => p.box[1] + p.box[3]));
  const columns = [...new Set(all.map((p) => p.box[0]))].sort((a, b) => a - b);
  const chosen = all.filter((p) => isOf(picture, p, names));
  const air = top > 0 ? AIR : 0; // a picture that begins with its parts has no head
  const parts = [{ from: [0, -air, width, top + air], to: [0, -air] }];
  let y = top;
  for (let i = 0; i < chosen.length; i += columns.length) {
    const row = chosen.slice(i, i + columns.length), high = Math.max(...row.map((p) => p.box[3]));
    row.forEach((p, k) => parts.push({ from: p.box, to: [columns[k], y + high - p.box[3]] }));
    y += high;
  }
  parts.push({ from: [0, bottom, width, height - bottom], to: [0, y] });
  return { parts, height: y + height - bottom };
}

// hasViews says whether a picture has a part of any of the named areas.
export const hasViews = (picture, names) => partsOf(picture).some((p) => isOf(picture, p, names));

// showViews leaves of a picture the named areas' parts, its head and its foot.
export function showViews(picture, names) {
  const plan = arrange(picture, names), whole = `${partsOf(picture)[0].id}-allt`;
  plans.set(picture, plan);
  const [, , width] = numbers(picture);
  const seen = plan.parts.filter((p) => p.from[3] > 0).map(({ from: [fx, fy, w, h], to: [x, y] }) =>
    element('svg', { x, y, width: w, height: h, viewBox: `${fx} ${fy} ${w} ${h}` }, element('use', { href: '#' + whole })));
  picture.replaceChildren(element('defs', {}, element('g', { id: whole }, ...picture.childNodes)), ...seen);
  picture.setAttribute('viewBox', `0 0 ${width} ${plan.height}`);
  picture.setAttribute('height', plan.height);
}

// planOf is what of a picture is seen, and where; nothing where all of it is.
export const planOf = (picture) => plans.get(picture);
