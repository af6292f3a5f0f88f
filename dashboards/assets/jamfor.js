/* The page Jämför: chosen districts of one indicator side by side. The choice
   lives in the address (#nyckeltal=…&del=…&stadsdelar=a,b), nothing is stored,
   and nothing is fetched but the indicator's own file. Without this script the
   page shows every district of every indicator. */

const $ = (id) => document.getElementById(id);
const select = $("nyckeltal"), part = $("kategori"), boxes = $("stadsdelar"), view = $("bild"), status = $("lage");
const svgNS = "http://www.w3.org/2000/svg";
const loaded = new Map();
let data, set;

const html = (name, props = {}, ...kids) => { const e = Object.assign(document.createElement(name), props); e.append(...kids); return e; };
const svg = (name, attrs = {}, text) => {
  const e = document.createElementNS(svgNS, name);
  for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v);
  if (text !== undefined) e.textContent = text;
  return e;
};

const number = (v) => new Intl.NumberFormat("sv-SE", { minimumFractionDigits: data.decimaler, maximumFractionDigits: data.decimaler }).format(v) + data.tillagg;
const tick = (v, unit) => new Intl.NumberFormat("sv-SE", { maximumFractionDigits: data.decimaler }).format(v) + (unit ? data.tillagg : "");
const isNumber = (v) => typeof v === "number";
const count = (n) => ["en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"][n - 1] ?? n;
const signs = { "..": "dolt tal", "-": "inte levererat", ".": "finns inte" };
const written = (v) => (isNumber(v) ? number(v) : v);
const read = (v) => (isNumber(v) ? number(v) : signs[v] ?? v);

function fromAddress() {
  const q = new URLSearchParams(location.hash.slice(1));
  return { file: q.get("nyckeltal"), part: q.get("del") ?? "", areas: (q.get("stadsdelar") ?? "").split(",").filter(Boolean) };
}

function toAddress() {
  const q = new URLSearchParams();
  q.set("nyckeltal", data.nyckeltal);
  if (set.kategori) q.set("del", set.kategori);
  q.set("stadsdelar", chosen().map((a) => a.id).join(","));
  history.replaceState(null, "", "#" + q.toString().replaceAll("%2C", ","));
}

const chosen = () => set.stadsdelar.filter((a) => $("s-" + a.id)?.checked);

async function load(file) {
  if (!loaded.has(file)) {
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(file + ": " + answer.status);
    loaded.set(file, await answer.json());
  }
  return loaded.get(file);
}

/* show loads an indicator and offers its districts; wanted are those to tick. */
async function show(file, category, wanted) {
  data = await load(file);
  set = data.serier.find((s) => s.kategori === category) ?? data.serier[0];
  part.replaceChildren(...data.serier.map((s) => html("option", { value: s.kategori, textContent: s.kategori || "Alla", selected: s === set })));
  $("kategorier").hidden = data.serier.length < 2;
  const known = set.stadsdelar.filter((a) => wanted.includes(a.id));
  const ticked = known.length ? known : set.stadsdelar.filter((a) => isNumber(a.varden.at(-1))).slice(0, 3);
  boxes.replaceChildren(...set.stadsdelar.map((a) => html("label", {}, html("input", { type: "checkbox", id: "s-" + a.id, checked: ticked.includes(a) }), " " + a.namn)));
  draw();
}

function draw() {
  const areas = chosen();
  toAddress();
  const last = data.perioder.length - 1;
  const what = data.titel + (set.kategori ? ", " + set.kategori.toLocaleLowerCase("sv") : "");
  status.textContent = areas.length ? `${areas.length} av ${set.stadsdelar.length} stadsdelar visas: ${what}.` : "Ingen stadsdel är vald.";
  if (!areas.length) { view.replaceChildren(); return; }
  const values = [...areas.flatMap((a) => a.varden), ...set.referens].filter(isNumber);
  const top = nice(Math.max(...values, ...areas.map((a) => a.ovre ?? 0)));
  const parts = [html("h2", { textContent: what, id: "h-bild" }), ...dots(areas, last, top), newest(areas, last)];
  if (last > 0) parts.push(html("h3", { textContent: "Över tid, " + data.periodnamn[0] + " – " + data.periodnamn[last] }),
    html("p", { className: "fig-s", textContent: `Samma skala i alla rutor, från 0 till ${tick(top, true)}. Heldragen linje: stadsdelen.${set.referens.some(isNumber) ? " Streckad: " + set.referensnamn.toLocaleLowerCase("sv") + "." : ""}` }),
    html("div", { className: "panels" }, ...areas.map((a) => { const e = html("div", {}, html("h4", { textContent: a.namn, id: "h-" + a.id })); e.dataset.id = a.id; return e; })));
  if (last > 0) parts.push(history12(areas));
  const name = data.nyckeltal, way = (href, text) => html("a", { href, textContent: text });
  parts.push(html("p", { className: "fig-src", textContent: data.kalla + " " + data.indelning }),
    html("p", { className: "fig-l" }, way(`data/${name}.csv`, "Ladda ner tal (CSV)"), " · ", way(`nyckeltal/${name}.html`, "Mer om nyckeltalet"), " · ", way(`nyckeltal/${name}.html#kvalitet`, "Källa och metod")));
  const section = html("section", { className: "sec" }, ...parts);
  section.setAttribute("aria-labelledby", "h-bild");
  view.replaceChildren(section);
  /* Texts keep their size: a panel's picture is as wide as its column, which is known first when it stands there. */
  for (const e of view.querySelectorAll(".panels > div")) e.append(...panelPicture(areas.find((a) => a.id === e.dataset.id), top, Math.min(352, e.clientWidth)));
}

/* nice is the next round number for an axis that begins at zero, whose half is written with the indicator's decimals. */
function nice(v) {
  const size = 10 ** Math.floor(Math.log10(v || 1)), whole = (t) => Math.abs(t - Math.round(t)) < 1e-9;
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((f) => f * size).find((t) => t >= v && whole((t / 2) * 10 ** data.decimaler)) ?? v;
}

function table(caption, heads, rows) {
  const wide = heads.length > 7;
  const t = html("table", {}, html("caption", {}, html("div", { className: "cap", textContent: caption })),
    html("thead", {}, html("tr", {}, ...heads.map((h) => { const e = html("th", { textContent: h, className: h === data.mot ? "l" : "" }); e.scope = "col"; return e; }))),
    html("tbody", {}, ...rows.map(([head, cells, className]) => {
      const th = html("th", { textContent: head }); th.scope = "row";
      return html("tr", { className: className ?? "" }, th, ...cells.map((c, i) => { const td = html("td", { className: heads[i + 1] === data.mot ? "l" : "" }); td.append(c); return td; }));
    })));
  const frame = html("div", { className: "tw", tabIndex: 0 }, t);
  frame.setAttribute("role", "group"); frame.setAttribute("aria-label", caption);
  return html("div", { className: wide ? "tab full" : "tab" }, frame);
}

const between = (a) => (a.nedre === null ? (a.ovre === null ? "" : "högst " + number(a.ovre)) : a.ovre === null ? "minst " + number(a.nedre) : number(a.nedre).replace(data.tillagg, "") + "–" + number(a.ovre));

const shown = (v) => {
  if (isNumber(v)) return number(v);
  const e = html("span", { textContent: v, title: signs[v] ?? "" });
  e.setAttribute("aria-label", signs[v] ?? v);
  e.setAttribute("role", "img");
  return e;
};

function newest(areas, last) {
  const limits = areas.some((a) => a.nedre !== null || a.ovre !== null), verdicts = areas.some((a) => a.klass);
  const heads = ["Stadsdel", data.periodnamn[last], ...(limits ? ["95 %-intervall"] : []), ...(verdicts ? [data.mot] : [])];
  const rows = areas.map((a) => [a.namn, [shown(a.varden[last]), ...(limits ? [between(a)] : []), ...(verdicts ? [html("span", { className: a.klass ? "is-" + a.klass : "", textContent: a.utfall })] : [])]]);
  if (isNumber(set.referens[last])) rows.push([set.referensnamn, [number(set.referens[last]), ...(limits ? [""] : []), ...(verdicts ? [""] : [])], "city"]);
  return table("Senaste uppgift", heads, rows);
}

function history12(areas) {
  const from = Math.max(0, data.perioder.length - 12), short = data.periodnamn_kort.slice(from);
  const rows = areas.map((a) => [a.namn, a.varden.slice(from).map(shown)]);
  if (set.referens.slice(from).some(isNumber)) rows.push([set.referensnamn, set.referens.slice(from).map(shown), "city"]);
  return table("De senaste " + count(short.length) + " perioderna", ["Stadsdel", ...short], rows);
}

/* dots sets the chosen districts' newest figures on one scale, as the charts of the other pages do: ▲ and ▼
   where a difference is sure, a ring where it is not. The table beneath has the same figures. */
function dots(areas, last, top) {
  const rows = areas.filter((a) => isNumber(a.varden[last]));
  if (!rows.length) return [];
  /* By value where a difference is shown, else by name, as on the other pages. */
  if (rows.some((a) => a.klass === "hi" || a.klass === "lo")) rows.sort((a, b) => b.varden[last] - a.varden[last]);
  const when = data.periodnamn[last][0].toLocaleUpperCase("sv") + data.periodnamn[last].slice(1);
  const heading = html("h3", { textContent: `${when}: ${finding(rows, last)}${rows.length < areas.length ? ", bland de visade talen" : ""}` });
  if (rows.length < 2) return [heading];
  const w = Math.min(720, view.clientWidth), narrow = w < 544, left = narrow ? 6 : 172, right = narrow ? 6 : 78, step = narrow ? 41 : 27, head = 40;
  const h = head + rows.length * step + 6, x = (v) => left + (v / top) * (w - left - right), ref = set.referens[last];
  const told = rows.map((a) => `${a.namn} ${number(a.varden[last])}${between(a) && ` (${between(a)})`}${a.klass ? ", " + a.utfall : ""}`).join("; ") + (isNumber(ref) ? `. ${set.referensnamn}: ${number(ref)}` : "") + ".";
  heading.id = "h-prickar";
  const picture = svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, class: "dots", role: "img", "aria-labelledby": "h-prickar", "aria-describedby": "d-prickar", focusable: "false" });
  for (const v of [0, top / 2, top]) {
    picture.append(svg("path", { class: "g", d: `M${x(v)} ${head - 8}V${h}` }), svg("text", { class: v === 0 ? "a" : v === top ? "a e" : "a m", x: x(v), y: head - 14 }, tick(v, v === top)));
  }
  if (isNumber(ref)) {
    const text = `${set.referensnamn} ${number(ref)}`, end = x(ref) > w / 2;
    picture.append(svg("path", { class: "c", d: `M${x(ref)} 16V${h}` }), svg("text", { class: "k s w6" + (end ? " e" : ""), x: x(ref) + (end ? 4 : -4), y: 11 }, text));
  }
  rows.forEach((a, i) => {
    const y = head + i * step + (narrow ? 30 : 14), v = a.varden[last], k = a.klass || "nc";
    picture.append(svg("text", { class: "k", x: 0, y: narrow ? y - 12 : y + 4 }, a.namn), svg("text", { class: "b e", x: w, y: narrow ? y - 12 : y + 4 }, number(v)));
    if (a.nedre !== null && a.ovre !== null) picture.append(svg("path", { class: k === "nc" ? "ino" : "i" + k, d: `M${x(a.nedre)} ${y}H${x(a.ovre)}` }));
    picture.append(form(k, x(v), y));
  });
  const signs = { hi: "tydligt högre", lo: "tydligt lägre", no: "ingen säker skillnad", nc: "jämförs inte" };
  const seen = Object.keys(signs).filter((k) => rows.some((a) => (a.klass || "nc") === k));
  return [heading,
    ...(rows.some((a) => a.klass) ? [html("p", { className: "fig-s", textContent: `Varje stadsdel prövas ${data.mot.toLocaleLowerCase("sv")}, vilka som än är valda.` })] : []), html("div", { className: "fig-c" }, picture), html("p", { className: "vh", id: "d-prickar", textContent: told }),
    ...(rows.length < areas.length ? [html("p", { className: "nt", textContent: `Utan tal för perioden: ${areas.filter((a) => !isNumber(a.varden[last])).map((a) => a.namn).join(", ")}.` })] : []),
    html("ul", { className: "key" }, ...seen.map((k) => { const li = html("li"); li.append(mark(k), signs[k]); return li; }))];
}

/* finding says what the dots show: who differ surely, or between which values the chosen districts lie. */
function finding(rows, last) {
  const sides = [["hi", "högre"], ["lo", "lägre"]].map(([k, word]) => [word, rows.filter((a) => a.klass === k)]).filter(([, some]) => some.length);
  if (sides.length) return sides.map(([word, some]) => `tydligt ${word} ${where(some)}`).join(", ");
  if (rows.some((a) => a.klass)) return "ingen säker skillnad";
  const values = rows.map((a) => a.varden[last]);
  const [from, to] = [Math.min(...values), Math.max(...values)].map((v) => `${number(v)} ${where(rows.filter((a) => number(a.varden[last]) === number(v)))}`);
  return from === to ? from : `från ${from} till ${to}`;
}

/* where names districts with their prepositions, i Bromma och Farsta och på Kungsholmen, or says how many they are. */
function where(areas) {
  const and = (names) => [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" och ");
  if (areas.length > 3) return `i ${count(areas.length)} stadsdelar`;
  return ["i", "på"].map((p) => [p, areas.filter((a) => a.plats === p).map((a) => a.namn)]).filter(([, names]) => names.length).map(([p, names]) => p + " " + and(names)).join(" och ");
}

/* form is an outcome's mark, the same as in the other pages' charts: ▲, ▼, a ring, a diamond. */
function form(k, x, y) {
  if (k === "no") return svg("circle", { class: k, cx: x, cy: y, r: 4.5 });
  return svg("path", { class: k, d: `M${x} ` + { hi: `${y - 5}l5.5 10h-11Z`, lo: `${y + 5}l5.5 -10h-11Z`, nc: `${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z` }[k] });
}

function mark(k) {
  const e = svg("svg", { viewBox: "0 0 26 14", "aria-hidden": "true", focusable: "false" });
  if (k !== "nc") e.append(svg("path", { class: "i" + k, d: "M1 7L25 7" }));
  e.append(form(k, 13, 7));
  return e;
}

/* panelPicture is one district's series; a gap is a gap, whatever the reason. */
function panelPicture(area, top, w) {
  if (!area.varden.some(isNumber)) return [html("p", { className: "nt", textContent: "Inget tal att visa." })];
  const last = area.varden.findLastIndex(isNumber), first = area.varden.findIndex(isNumber), end = written(area.varden[last]);
  const h = 96, right = 16 + 7.5 * end.length, n = data.perioder.length;
  const x = (i) => 2 + (i * (w - right - 2)) / Math.max(1, n - 1), y = (v) => 6 + (1 - v / top) * (h - 24);
  const path = (values) => {
    let d = "", open = false;
    values.forEach((v, i) => { if (isNumber(v)) { d += (open ? "L" : "M") + x(i).toFixed(1) + " " + y(v).toFixed(1); if (!open && !isNumber(values[i + 1])) d += "h.01"; } open = isNumber(v); });
    return d;
  };
  const picture = svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", "aria-labelledby": "h-" + area.id, "aria-describedby": "d-" + area.id, focusable: "false" });
  picture.append(svg("path", { class: "g", d: `M0 ${y(0)}H${w - right}M0 ${y(top)}H${w - right}` }));
  if (set.referens.some(isNumber)) picture.append(svg("path", { class: "cd", d: path(set.referens) }));
  picture.append(svg("path", { class: "own", d: path(area.varden) }), svg("circle", { class: "ownf", cx: x(last), cy: y(area.varden[last]), r: 3 }),
    svg("text", { class: "b s", x: x(last) + 7, y: y(area.varden[last]) + 4 }, end),
    svg("text", { class: "a", x: 0, y: h - 2 }, data.periodnamn_kort[0]), svg("text", { class: "a e", x: w - right, y: h - 2 }, data.periodnamn_kort[n - 1]));
  return [picture, html("p", { className: "vh", id: "d-" + area.id, textContent: `${read(area.varden[first])} (${data.periodnamn[first]}), ${read(area.varden[last])} (${data.periodnamn[last]}).` })];
}

function fail() {
  status.textContent = "Uppgifterna kunde inte hämtas. Alla stadsdelar står i tabellerna nedanför.";
  view.replaceChildren();
  $("allt").hidden = false;
}

async function start() {
  const at = fromAddress();
  const option = [...select.options].find((o) => o.value === `jamfor/${at.file}.json`) ?? [...select.options].find((o) => o.defaultSelected) ?? select.options[0];
  if (!option) return;
  $("val").hidden = false;
  option.selected = true;
  $("allt").hidden = true;
  await show(option.value, at.part, at.areas).catch(fail);
}

const again = (category) => show(select.value, category, [...boxes.querySelectorAll(":checked")].map((b) => b.id.slice(2))).then(() => { $("allt").hidden = true; }).catch(fail);
select.addEventListener("change", () => again(""));
part.addEventListener("change", () => again(part.value));
boxes.addEventListener("change", draw);
for (const [id, on] of [["alla", true], ["inga", false]]) $(id).addEventListener("click", () => { for (const b of boxes.querySelectorAll("input")) b.checked = on; draw(); });
addEventListener("hashchange", start);
let width = view.clientWidth;
addEventListener("resize", () => { if (set && !$("val").hidden && view.clientWidth !== width) { width = view.clientWidth; draw(); } });
start();
