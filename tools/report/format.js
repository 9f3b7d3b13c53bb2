// Numbers and names for reading.

export function rounded(value, digits = 4) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(digits - 1).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(digits)));
}

export const plural = (count, one, many) => count + ' ' + (count === 1 ? one : many);

// The settings of a group, as its line is called.
export function groupName(grouping, index) {
  const setting = grouping.groups[index].setting;
  return setting.length === 0 ? 'all runs' : setting.join(', ');
}

// Epochs of a curve: a list, or where they start and go on by one.
export const epochAt = (curve, i) =>
  Array.isArray(curve.epochs) ? curve.epochs[i] : curve.epochs + i;

// A number out of a field; null for what is none.
export function numberIn(text) {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}
