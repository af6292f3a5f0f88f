// The theme's colours as an option object writes them, and the page's custom property that each stands for.
// The same as in theme.go: a Go test holds the two together.

export const tokens = {
  '#16211f': '--ink', '#45514e': '--ink-2', '#5d6966': '--ink-3', '#d7dddb': '--rule', '#8c9693': '--pale', '#ffffff': '--paper',
  '#a84300': '--hi', '#cc7f42': '--hi-ci', '#f9dfc9': '--hi-tint', '#6e2c00': '--hi-ink',
  '#2268b5': '--lo', '#6496cb': '--lo-ci', '#d6e6f5': '--lo-tint', '#0f3f75': '--lo-ink',
  '#6b7774': '--no', '#8a9592': '--no-ci', '#eaeeec': '--no-tint', '#16211e': '--ink', '#5d6967': '--ink-3', '#87928f': '--hatch',
  '#e3e9e6': '--q1', '#b7c4bf': '--q2', '#7d8f88': '--q3', '#43554f': '--q4',
  '#eef1f0': '--t1', '#d3dcd8': '--t2', '#aebdb7': '--t3',
};

// paint puts, in place, the page's colours where an option object has the theme's.
export function paint(node, colourOf) {
  for (const key of Object.keys(node)) {
    const v = node[key];
    if (typeof v === 'string') {
      if (tokens[v]) node[key] = colourOf(tokens[v]);
    } else if (v !== null && typeof v === 'object') {
      paint(v, colourOf);
    }
  }
  return node;
}
