// Lines that people tell apart who do not see all colors: the colors of Okabe and Ito, without the
// yellow that no white paper shows, and after those the same with other dashes.

import { isDark } from './theme.js';

const light = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#4a4a4a'];
const dark = ['#4aa8e0', '#f0803c', '#2ec49a', '#e59cc4', '#8fd0f5', '#f2b632', '#c9c9c9'];
const dashes = ['solid', [7, 4], [2, 3], [10, 3, 2, 3]];

export function lineStyle(index) {
  const palette = isDark() ? dark : light;
  return {
    color: palette[index % palette.length],
    dash: dashes[Math.floor(index / palette.length) % dashes.length],
  };
}

// The same line as a small picture beside a name.
export function swatch(index) {
  const { color, dash } = lineStyle(index);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 26 8');
  svg.setAttribute('class', 'swatch');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  const attributes = {
    x1: 0,
    x2: 26,
    y1: 4,
    y2: 4,
    stroke: color,
    'stroke-width': 2.5,
    'stroke-dasharray': Array.isArray(dash) ? dash.join(' ') : '',
  };
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}
