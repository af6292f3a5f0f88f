/* The page Jämför: chosen districts of one indicator side by side. The choice
   lives in the address (#nyckeltal=…&del=…&stadsdelar=a,b) and nothing is stored.
   What is fetched is the indicator's own file and the pages of its two charts,
   whose pictures are shown in part. Without this script the page shows every
   district of every indicator. */

import { hasViews, prepare, showViews, sleepAll } from "./diagram.js";

const $ = (id) => document.getElementById(id);
const select = $("nyckeltal"), part = $("kategori"), boxes = $("stadsdelar"), view = $("bild"), status = $("lage");
const loaded = new Map();
let data, set, charts, turn = 0;
let wanted; /* the ids of the districts that the reader has chosen; undefined before any choice */
let pending = false; /* pictures are to come */

const html = (name, props = {}, ...kids) => { const e = Object.assign(document.createElement(name), props); e.append(...kids); return e; };
const number = (v) => new Intl.NumberFormat("sv-SE", { minimumFractionDigits: data.decimaler, maximumFractionDigits: data.decimaler }).format(v) + data.tillagg;
const isNumber = (v) => typeof v === "number";
const count = (n) => ["en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"][n - 1] ?? n;
const signs = { "..": "dolt tal", "-": "inte levererat", ".": "finns inte" };
function fromAddress() {
  const q = new URLSearchParams(location.hash.slice(1));
  return { file: q.get("nyckeltal"), part: q.get("del") ?? "", areas: q.get("stadsdelar")?.split(",").filter(Boolean) };
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

/* chartPage reads the page of a chart; none where there is no chart, or the page does not come: the tables have it all.
   The browser parses it: no text becomes markup here. */
function chartPage(address) {
  if (!address) return undefined;
  if (!loaded.has(address)) {
    loaded.set(address, new Promise((done) => {
      const ask = new XMLHttpRequest();
      ask.open("GET", address + ".html");
      ask.responseType = "document";
      ask.onloadend = () => {
        if (ask.status !== 200) loaded.delete(address); /* the next choice asks again */
        done(ask.status === 200 ? ask.response : undefined);
      };
      ask.send();
    }));
  }
  return loaded.get(address);
}

/* patience is how long, in ms, the tables wait for the pictures, and the page for a file before it shows all tables. */
const patience = { pictures: 600, file: 2500 };
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/* show loads an indicator and offers its districts, with those that are wanted ticked. Nothing can be ticked meanwhile.
   Where it opens the page, an address that names nobody of the indicator's is as none. */
async function show(file, category, opens = false) {
  const mine = ++turn;
  boxes.closest("fieldset").disabled = true;
  status.textContent = "Hämtar …";
  wait(patience.file).then(() => { if (mine === turn && status.textContent === "Hämtar …") $("allt").hidden = false; });
  let next;
  try { next = await load(file); } catch { if (mine === turn) fail(); return; }
  const its = next.serier.find((s) => s.kategori === category) ?? next.serier[0];
  const pages = [its.prickar, its.over_tid].map(chartPage), had = [];
  pages.forEach((page, i) => Promise.resolve(page).then((p) => { had[i] = p; }));
  const all = Promise.all(pages).then(() => { if (mine === turn) pending = false; });
  pending = true;
  await Promise.race([all, wait(patience.pictures)]);
  if (mine !== turn) return; /* the reader has chosen another since */
  [data, set, charts] = [next, its, had];
  if (opens && wanted?.length && !set.stadsdelar.some((a) => wanted.includes(a.id))) wanted = undefined;
  part.replaceChildren(...data.serier.map((s) => html("option", { value: s.kategori, textContent: s.kategori || "Alla", selected: s === set })));
  $("kategorier").hidden = data.serier.length < 2;
  const ticked = set.stadsdelar.filter((a) => (wanted ? wanted.includes(a.id) : isNumber(a.varden.at(-1)))).slice(0, wanted ? undefined : 3);
  boxes.replaceChildren(...set.stadsdelar.map((a) => html("label", {}, html("input", { type: "checkbox", id: "s-" + a.id, checked: ticked.includes(a) }), " " + a.namn)));
  boxes.closest("fieldset").disabled = false;
  $("allt").hidden = true;
  draw();
  if (pending) all.then(() => { if (mine === turn) draw(); });
}

function draw() {
  const areas = chosen();
  toAddress();
  const last = data.perioder.length - 1;
  const what = data.titel + (set.kategori ? ", " + set.kategori.toLocaleLowerCase("sv") : "");
  const absent = (wanted ?? []).length && !areas.length ? "Ingen av de valda stadsdelarna finns i nyckeltalet. Välj andra." : "Ingen stadsdel är vald.";
  status.textContent = areas.length ? `${areas.length} av ${set.stadsdelar.length} stadsdelar visas: ${what}.` : absent;
  sleepAll();
  if (!areas.length) { view.replaceChildren(); return; }
  const parts = [html("h2", { textContent: what, id: "h-bild" }), dots(areas, last), newest(areas, last)];
  if (last > 0) parts.push(over(areas), history12(areas));
  if (!pending && [set.prickar, set.over_tid].some((address, i) => address && !charts[i])) parts.push(html("p", { className: "nt", textContent: "Alla bilder kunde inte hämtas. Talen står i tabellerna." }));
  const name = data.nyckeltal;
  parts.push(html("p", { className: "fig-src", textContent: data.kalla + " " + data.indelning }),
    html("p", { className: "fig-l" }, way(`data/${name}.csv`, "Alla tal (CSV)"), " · ", way(`nyckeltal/${name}.html`, "Mer om nyckeltalet")));
  const section = html("section", { className: "sec" }, ...parts.filter(Boolean));
  section.setAttribute("aria-labelledby", "h-bild");
  view.replaceChildren(section);
  view.querySelectorAll("[data-diagram]").forEach(prepare);
}

const way = (href, text) => html("a", { href, textContent: text });

/* figure shows the chosen districts' parts of a chart under a title of its own; told says what they show. Nothing where
   the chart has no part of them. */
function figure(id, page, address, areas, title, sub, told) {
  const place = page?.querySelector("[data-diagram]"), names = areas.map((a) => a.id);
  if (!place || !hasViews(place.querySelector("svg"), names)) return undefined;
  const head = html("h3", { className: "fig-t", id: id + "-t", textContent: title });
  const frame = html("div", { className: "fig-c" });
  frame.dataset.diagram = address + ".json";
  for (const picture of place.querySelectorAll("svg")) {
    const own = document.importNode(picture, true);
    own.setAttribute("aria-labelledby", id + "-t");
    own.setAttribute("aria-describedby", id + "-d");
    showViews(own, names);
    frame.append(own);
  }
  const beside = [...page.querySelectorAll(".key, .fig-say, .fig-src")].map((e) => document.importNode(e, true));
  const spread = document.querySelector(".intern") ? way(address + ".html", "Egen sida") : way(address + ".html#badda-in", "Bädda in");
  const links = [way(address + ".svg", "Ladda ner bild (SVG)"), way(address + ".csv", "tal (CSV)"), spread, way(`nyckeltal/${data.nyckeltal}.html#kvalitet`, "Källa och metod")];
  const e = html("figure", { className: "fig", id }, html("figcaption", {}, head, ...(sub ? [html("p", { className: "fig-s", textContent: sub })] : [])), frame, ...beside,
    html("p", { className: "fig-b", id: id + "-d", textContent: told }), html("p", { className: "fig-l" }, "Alla stadsdelar: ", ...links.flatMap((l, i) => (i ? [" · ", l] : [l]))));
  e.setAttribute("aria-labelledby", id + "-t");
  return e;
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

const plain = (v) => number(v).replace(data.tillagg, "");
const between = (a) => (a.nedre === null ? (a.ovre === null ? "" : "högst " + plain(a.ovre)) : a.ovre === null ? "minst " + plain(a.nedre) : plain(a.nedre) + "–" + plain(a.ovre));

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
  const rows = areas.map((a) => [a.namn, [shown(a.varden[last]), ...(limits ? [between(a)] : []), ...(verdicts ? [html("span", { className: a.klass ? "is-" + a.klass : "", textContent: a.utfall || "jämförs inte" })] : [])]]);
  if (isNumber(set.referens[last])) rows.push([set.referensnamn, [number(set.referens[last]), ...(limits ? [""] : []), ...(verdicts ? [""] : [])], "city"]);
  return table("Senaste uppgift", heads, rows);
}

function history12(areas) {
  const from = Math.max(0, data.perioder.length - 12), short = data.periodnamn_kort.slice(from);
  const rows = areas.map((a) => [a.namn, a.varden.slice(from).map(shown)]);
  if (set.referens.slice(from).some(isNumber)) rows.push([set.referensnamn, set.referens.slice(from).map(shown), "city"]);
  return table("De senaste " + count(short.length) + " perioderna", ["Stadsdel", ...short], rows);
}

/* dots shows the chosen districts' newest figures on the scale of all of them. */
function dots(areas, last) {
  const picture = charts[0]?.querySelector("[data-diagram] svg"), ref = set.referens[last];
  const valued = areas.filter((a) => isNumber(a.varden[last])), rows = valued.filter((a) => !picture || hasViews(picture, [a.id]));
  if (!rows.length) return undefined;
  const when = data.periodnamn[last][0].toLocaleUpperCase("sv") + data.periodnamn[last].slice(1);
  const title = `${when}: ${finding(rows, last)}${valued.length < areas.length ? ", bland de visade talen" : ""}`;
  const told = rows.map((a) => `${a.namn} ${number(a.varden[last])}${between(a) && ` (${between(a)})`}${a.klass ? ", " + a.utfall : ""}`).join("; ") + (isNumber(ref) ? `. ${set.referensnamn}: ${number(ref)}` : "") + ".";
  const out = valued.filter((a) => !rows.includes(a)).map((a) => a.namn);
  const sub = [rows.some((a) => a.klass) ? `Varje stadsdel prövas ${data.mot.toLocaleLowerCase("sv")}, vilka som än är valda.` : "",
    out.length ? `${and(out)} står bara i tabellen: bilden visar periodens egen indelning.` : ""].filter(Boolean).join(" ");
  return figure("prickar", charts[0], set.prickar, areas, title, sub, told) ?? html("h3", { textContent: title });
}

/* over shows the chosen districts' series, a panel each. */
function over(areas) {
  const [from, to] = [data.periodnamn[0], data.periodnamn.at(-1)];
  const told = areas.map((a) => {
    const first = a.varden.findIndex(isNumber), last = a.varden.findLastIndex(isNumber);
    return first < 0 ? `${a.namn}: inget tal` : `${a.namn}: ${number(a.varden[first])} (${data.periodnamn[first]}), ${number(a.varden[last])} (${data.periodnamn[last]})`;
  }).join("; ") + ".";
  const scale = "Samma skala i alla rutor." + (set.referens.some(isNumber) ? ` Svag linje: ${set.referensnamn.toLocaleLowerCase("sv")}.` : "");
  return figure("over-tid", charts[1], set.over_tid, areas, `Över tid, ${from}${/^\d{4}$/.test(from) ? "–" : " – "}${to}`, scale, told);
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

const and = (names) => [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" och ");

/* where names districts with their prepositions, i Bromma och Farsta och på Kungsholmen, or says how many they are. */
function where(areas) {
  if (areas.length > 3) return `i ${count(areas.length)} stadsdelar`;
  return ["i", "på"].map((p) => [p, areas.filter((a) => a.plats === p).map((a) => a.namn)]).filter(([, names]) => names.length).map(([p, names]) => p + " " + and(names)).join(" och ");
}

function fail() {
  data = set = undefined;
  status.textContent = "Uppgifterna kunde inte hämtas. Alla stadsdelar står i tabellerna nedanför.";
  sleepAll();
  view.replaceChildren();
  $("allt").hidden = false;
}

/* start shows what the address says. An address that names no indicator is a place on the page: what is shown stays. */
function start() {
  const at = fromAddress(), named = [...select.options].find((o) => o.value === `jamfor/${at.file}.json`);
  if (data && !at.file) { toAddress(); return; }
  const option = named ?? [...select.options].find((o) => o.defaultSelected) ?? select.options[0];
  if (!option) return;
  wanted = at.areas;
  $("val").hidden = false;
  option.selected = true;
  $("allt").hidden = true;
  show(option.value, at.part, true);
}

/* chosenNow keeps what is ticked, and of what was wanted before what this indicator has no box for. */
function chosenNow() {
  wanted = [...(wanted ?? []).filter((id) => !$("s-" + id)), ...chosen().map((a) => a.id)];
  draw();
}

select.addEventListener("change", () => show(select.value, ""));
part.addEventListener("change", () => show(select.value, part.value));
boxes.addEventListener("change", chosenNow);
for (const [id, on] of [["alla", true], ["inga", false]]) $(id).addEventListener("click", () => { for (const b of boxes.querySelectorAll("input")) b.checked = on; chosenNow(); });
addEventListener("hashchange", start);
start();
