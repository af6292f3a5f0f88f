// Widths of texts where no font can be asked: Arial's, in thousandths of the type size, the same as in
// text.go. Without them ECharts takes a full em for every å and every no-break space and hides labels.

const groups = {
  191: "'", 222: 'ijl', 278: ' \u00a0!,./:;[]Ift', 333: '()-r', 355: '"', 389: '*',
  500: 'Jckvxyzs', 556: '0123456789abdeghnopquLåäöéü–#?_$', 584: '+<=>~\u2212',
  611: 'FTZ', 667: 'ABEKPSVXYÅÄ&', 722: 'CDHNRUw', 778: 'GOQÖ', 833: 'Mm', 889: '%', 944: 'W', 1000: '…',
};
const widths = new Map();
for (const [width, chars] of Object.entries(groups)) {
  for (const c of chars) widths.set(c, Number(width));
}

// measureText gives the width of a text in px; bold type is some 7 % wider.
export function measureText(text, font = '12px') {
  let sum = 0;
  for (const c of String(text ?? '')) sum += widths.get(c) ?? (c > '\u2e80' ? 1000 : 700); // ECharts asks for the width of 国 as the line height
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return { width: (sum * size * (/\b(bold|[67]00)\b/.test(font) ? 1.07 : 1)) / 1000 };
}
