// Columns of the table of runs: which are shown at first, and how their cells are sorted.

// What a run was set to and what is judged by; the rest on demand.
export function usualColumns(columns, metric) {
  const isValue = ({ name }) => /^(final|best)\./.test(name);
  const first = columns.findIndex(isValue);
  const judged = [
    'final.' + metric,
    'best.' + metric,
    'final.valid.nll',
    'final.train.loss',
    'epochs',
    'wall_s',
  ];
  const all = [
    ...columns.slice(0, first < 0 ? columns.length : first),
    ...judged.map((name) => columns.find((column) => column.name === name)).filter(Boolean),
  ];
  return [...new Set(all)];
}

// Numbers before texts before nothing, whichever way the numbers go.
export function order(a, b, descending) {
  const rank = (value) => (value === null ? 2 : typeof value === 'number' ? 0 : 1);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  const less = a === b ? 0 : typeof a === 'number' ? a - b : a < b ? -1 : 1;
  return descending ? -less : less;
}
