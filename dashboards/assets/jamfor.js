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
const isNumber = (v) => typeof v === "number";
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
  const parts = [html("h2", { textContent: what, id: "h-bild" }), newest(areas, last)];
  if (last > 0) parts.push(html("h3", { textContent: "Över tid, " + data.periodnamn[0] + " – " + data.periodnamn[last] }),
    html("p", { className: "fig-s", textContent: `Samma skala i alla rutor, från 0 till ${number(top)}. Heldragen linje: stadsdelen.${set.referens.some(isNumber) ? " Streckad: " + data.referens.toLocaleLowerCase("sv") + "." : ""}` }),
    html("div", { className: "panels" }, ...areas.map((a) => panel(a, top))));
  parts.push(history12(areas), html("p", { className: "fig-src", textContent: data.kalla + " " + data.indelning }));
  const section = html("section", { className: "sec" }, ...parts);
  section.setAttribute("aria-labelledby", "h-bild");
  view.replaceChildren(section);
}

/* nice is the next round number for an axis that begins at zero. */
function nice(v) {
  const size = 10 ** Math.floor(Math.log10(v || 1));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((f) => f * size).find((t) => t >= v) ?? v;
}

function table(caption, heads, rows) {
  const t = html("table", {}, html("caption", {}, html("div", { className: "cap", textContent: caption })),
    html("thead", {}, html("tr", {}, ...heads.map((h) => { const e = html("th", { textContent: h }); e.scope = "col"; return e; }))),
    html("tbody", {}, ...rows.map(([head, cells, className]) => {
      const th = html("th", { textContent: head }); th.scope = "row";
      return html("tr", { className: className ?? "" }, th, ...cells.map((c) => { const td = html("td"); td.append(c); return td; }));
    })));
  const frame = html("div", { className: "tw", tabIndex: 0 }, t);
  frame.setAttribute("role", "group"); frame.setAttribute("aria-label", caption);
  return html("div", { className: "tab full" }, frame);
}

const shown = (v) => {
  if (isNumber(v)) return number(v);
  const e = html("span", { textContent: v, title: signs[v] ?? "" });
  e.setAttribute("aria-label", signs[v] ?? v);
  e.setAttribute("role", "img");
  return e;
};

function newest(areas, last) {
  const limits = areas.some((a) => a.nedre !== null || a.ovre !== null), verdicts = areas.some((a) => a.klass);
  const heads = ["Stadsdel", data.periodnamn[last], ...(limits ? ["95 %-intervall"] : []), ...(verdicts ? ["Jämfört med de övriga"] : [])];
  const between = (a) => (a.nedre === null ? (a.ovre === null ? "" : "högst " + number(a.ovre)) : a.ovre === null ? "minst " + number(a.nedre) : number(a.nedre).replace(data.tillagg, "") + "–" + number(a.ovre));
  const rows = areas.map((a) => [a.namn, [shown(a.varden[last]), ...(limits ? [between(a)] : []), ...(verdicts ? [html("span", { className: a.klass ? "is-" + a.klass : "", textContent: a.utfall })] : [])]]);
  if (isNumber(set.referens[last])) rows.push([data.referens, [number(set.referens[last]), ...(limits ? [""] : []), ...(verdicts ? [""] : [])], "city"]);
  return table("Senaste uppgift", heads, rows);
}

function history12(areas) {
  const from = Math.max(0, data.perioder.length - 12), short = data.periodnamn_kort.slice(from);
  const rows = areas.map((a) => [a.namn, a.varden.slice(from).map(shown)]);
  if (set.referens.slice(from).some(isNumber)) rows.push([data.referens, set.referens.slice(from).map(shown), "city"]);
  return table("De senaste " + short.length + " perioderna", ["Stadsdel", ...short], rows);
}

/* panel is one district's series; a gap is a gap, whatever the reason. */
function panel(area, top) {
  const w = 230, h = 96, right = 52, n = data.perioder.length;
  const x = (i) => 2 + (i * (w - right - 2)) / Math.max(1, n - 1), y = (v) => 6 + (1 - v / top) * (h - 24);
  const path = (values) => {
    let d = "", open = false;
    values.forEach((v, i) => { if (isNumber(v)) { d += (open ? "L" : "M") + x(i).toFixed(1) + " " + y(v).toFixed(1); if (!open && !isNumber(values[i + 1])) d += "h.01"; } open = isNumber(v); });
    return d;
  };
  if (!area.varden.some(isNumber)) return html("div", {}, html("h4", { textContent: area.namn }), html("p", { className: "nt", textContent: "Inget tal att visa." }));
  const last = area.varden.findLastIndex(isNumber), first = area.varden.findIndex(isNumber);
  const picture = svg("svg", { viewBox: `0 0 ${w} ${h}`, role: "img", "aria-label": `${area.namn}: ${read(area.varden[first])} i ${data.periodnamn[first]}, ${read(area.varden[last])} i ${data.periodnamn[last]}.`, focusable: "false" });
  picture.append(svg("path", { class: "g", d: `M0 ${y(0)}H${w - right}M0 ${y(top)}H${w - right}` }));
  if (set.referens.some(isNumber)) picture.append(svg("path", { class: "cd", d: path(set.referens) }));
  picture.append(svg("path", { class: "own", d: path(area.varden) }), svg("circle", { class: "ownf", cx: x(last), cy: y(area.varden[last]), r: 3 }),
    svg("text", { class: "b s", x: x(last) + 7, y: y(area.varden[last]) + 4 }, written(area.varden[last])),
    svg("text", { class: "a", x: 0, y: h - 2 }, data.periodnamn_kort[0]), svg("text", { class: "a e", x: w - right, y: h - 2 }, data.periodnamn_kort[n - 1]));
  return html("div", {}, html("h4", { textContent: area.namn }), picture);
}

function fail() {
  status.textContent = "Uppgifterna kunde inte hämtas. Alla stadsdelar står i tabellerna nedanför.";
  view.replaceChildren();
  $("allt").hidden = false;
}

async function start() {
  const at = fromAddress();
  const option = [...select.options].find((o) => o.value === `jamfor/${at.file}.json`) ?? select.options[0];
  if (!option) return;
  $("val").hidden = false;
  option.selected = true;
  try {
    await show(option.value, at.part, at.areas);
    $("allt").hidden = true;
  } catch { fail(); }
}

const again = (category) => show(select.value, category, [...boxes.querySelectorAll(":checked")].map((b) => b.id.slice(2))).then(() => { $("allt").hidden = true; }).catch(fail);
select.addEventListener("change", () => again(""));
part.addEventListener("change", () => again(part.value));
boxes.addEventListener("change", draw);
for (const [id, on] of [["alla", true], ["inga", false]]) $(id).addEventListener("click", () => { for (const b of boxes.querySelectorAll("input")) b.checked = on; draw(); });
addEventListener("hashchange", start);
start();
