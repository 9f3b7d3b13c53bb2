// Lines that people tell apart who do not see all colors: so many colors, then the same with other dashes.

import { page } from './page_data.js';
import { shade } from './theme.js';

const { lines, dashes } = page.colors;

export function lineStyle(index) {
  const palette = lines[shade()];
  const dash = dashes[Math.floor(index / palette.length) % dashes.length];
  return { color: palette[index % palette.length], dash: dash.length === 0 ? 'solid' : dash };
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
