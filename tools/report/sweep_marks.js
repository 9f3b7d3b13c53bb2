// What sweeps are drawn with: colors, bands, and what stands beside a point.

import { tooltipRows } from './chart.js';
import { plural, rounded } from './format.js';
import { page } from './page_data.js';
import { shade } from './theme.js';

export const heatColors = () => page.colors.heat[shade()];

export function area(points, at, low, high, fill, opacity, onNumbers) {
  const corners = points.filter((p) => typeof p[low] === 'number');
  if (corners.length === 0) return null;
  return {
    type: 'custom',
    silent: true,
    progressive: 0,
    clip: true,
    z: 1,
    tooltip: { show: false },
    data: corners.map((p) => [at(p), p[low], p[high]]),
    encode: { x: 0, y: [1, 2] },
    renderItem: (params, api) =>
      onNumbers
        ? polygon(params, api, corners, at, low, high, fill, opacity)
        : bar(params, api, fill, opacity, low === 'low' ? 10 : 16),
  };
}

function polygon(params, api, corners, at, low, high, fill, opacity) {
  if (params.dataIndex > 0) return undefined;
  return {
    type: 'polygon',
    style: { fill, opacity },
    shape: {
      points: [
        ...corners.map((p) => api.coord([at(p), p[high]])),
        ...corners.map((p) => api.coord([at(p), p[low]])).reverse(),
      ],
    },
  };
}

// Between names there is no line: each has a bar of its own.
function bar(params, api, fill, opacity, width) {
  const [x, top] = api.coord([api.value(0), api.value(2)]);
  const [, bottom] = api.coord([api.value(0), api.value(1)]);
  return {
    type: 'rect',
    style: { fill, opacity: opacity + 0.15 },
    shape: { x: x - width / 2, y: top, width, height: Math.max(bottom - top, 1), r: 2 },
  };
}

export function pointRows(point) {
  const rows = [['', 'mean', rounded(point.mean)]];
  if (point.interval_low !== undefined)
    rows.push([
      '',
      '95 % interval',
      rounded(point.interval_low) + ' to ' + rounded(point.interval_high),
    ]);
  if (point.n > 1)
    rows.push(['', 'least to largest', rounded(point.low) + ' to ' + rounded(point.high)]);
  rows.push(['', 'of', plural(point.n, 'seed', 'seeds')]);
  if (point.left_out) rows.push(['', 'left out', plural(point.left_out, 'run', 'runs')]);
  return rows;
}

export const pointTip = (key, point, column) =>
  tooltipRows(`${column}, ${key.name} ${key.values[point.at[0]]}`, pointRows(point));
