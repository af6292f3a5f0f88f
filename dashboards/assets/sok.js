/* The page Sök: narrows the list that stands on the page down to what is
   written. Arrow keys walk through what is left, Escape begins anew. The words
   can stand in the address (?q=farsta). Nothing is fetched or stored. */

const box = document.getElementById("sok"), input = document.getElementById("fraga"), status = document.getElementById("traffar");
const plain = (s) => s.toLocaleLowerCase("sv").replaceAll("\u00a0", " ");
/* Somebody without å, ä, ö or é on the keyboard finds the same. */
const bare = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const items = [...document.querySelectorAll("#lista li")].map((e) => ({ e, link: e.querySelector("a"), text: plain(e.textContent), bare: bare(plain(e.textContent)) }));
const sections = [...document.querySelectorAll("#lista section")];

function narrow() {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  let n = 0;
  for (const i of items) {
    const hit = words.every((w) => i.text.includes(w) || i.bare.includes(w));
    i.e.hidden = !hit;
    if (hit) n++;
  }
  for (const s of sections) s.hidden = !s.querySelector("li:not([hidden])");
  status.textContent = !words.length ? `${n} att välja bland.` : n === 0 ? "Ingen träff. Pröva ett kortare ord." : n === 1 ? "En träff." : `${n} träffar.`;
}

const left = () => items.filter((i) => !i.e.hidden).map((i) => i.link);

document.addEventListener("keydown", (event) => {
  const links = left(), at = links.indexOf(document.activeElement), inside = document.activeElement === input;
  if (event.key === "Escape" && (inside || at >= 0)) { input.value = ""; narrow(); input.focus(); }
  else if (event.key === "ArrowDown" && (inside || at >= 0) && links[at + 1]) { links[at + 1].focus(); event.preventDefault(); }
  else if (event.key === "ArrowUp" && at >= 0) { (links[at - 1] ?? input).focus(); event.preventDefault(); }
  else if (event.key === "Enter" && inside && links.length) links[0].click();
});

input.addEventListener("input", narrow);
input.value = new URLSearchParams(location.search).get("q") ?? "";
box.hidden = false;
narrow();
