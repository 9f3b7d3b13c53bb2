// A chart in its box: drawn when it comes into sight, again when the theme or the width changes.

import { element } from './dom.js';
import { color, onTheme } from './theme.js';

const charts = [];

export class Chart {
  // `options()` gives what ECharts draws. `label`: what the picture shows, for who does not see it.
  constructor(label, options, height = 380) {
    this.options = options;
    this.chart = null;
    this.node = element('div', { class: 'chart', role: 'img', 'aria-label': label });
    this.node.style.height = height + 'px';
    charts.push(this);
  }

  start() {
    if (this.chart !== null || this.node.clientWidth === 0) return;
    this.chart = echarts.init(this.node, null, { renderer: 'canvas' });
    this.draw();
    this.started?.(this.chart);
  }

  draw() {
    if (this.chart === null) return;
    this.chart.setOption({ ...common(), ...this.options() }, { notMerge: true });
  }

  say(label) {
    this.node.setAttribute('aria-label', label);
  }
}

export const isNarrow = () => innerWidth < 640;

function common() {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: color('text') },
    aria: { enabled: false },
  };
}

// Axes, grids and tooltips in the page's colors.
export function axis(more) {
  return {
    nameTextStyle: { color: color('muted'), fontSize: 12 },
    axisLabel: { color: color('muted'), fontSize: 12, hideOverlap: true },
    axisLine: { show: true, lineStyle: { color: color('line') } },
    axisTick: { lineStyle: { color: color('line') } },
    splitLine: { lineStyle: { color: color('grid') } },
    minorSplitLine: { show: false },
    ...more,
  };
}

export function tooltip(more) {
  return {
    confine: true,
    backgroundColor: color('raised'),
    borderColor: color('line'),
    textStyle: { color: color('text'), fontSize: 12.5 },
    extraCssText:
      'max-width:min(30rem,90vw);white-space:normal;box-shadow:0 2px 10px rgb(0 0 0/.18)',
    ...more,
  };
}

// Rows of name and value, with a line's picture before it, as elements: names are a user's text.
export function tooltipRows(title, rows) {
  return element(
    'div',
    {},
    element('strong', {}, title),
    rows.map(([picture, name, value]) =>
      element('div', { class: 'tip' }, picture, element('span', {}, name), element('b', {}, value)),
    ),
  );
}

export function startCharts() {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries)
        if (entry.isIntersecting) charts.find((chart) => chart.node === entry.target)?.start();
    },
    { rootMargin: '300px' },
  );
  const resized = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const own = charts.find((chart) => chart.node === entry.target);
      if (own?.chart && own.node.clientWidth > 0) {
        own.chart.resize();
        own.draw();
      } else own?.start();
    }
  });
  for (const chart of charts) {
    seen.observe(chart.node);
    resized.observe(chart.node);
  }
  onTheme(() => charts.forEach((chart) => chart.draw()));
  addEventListener('beforeprint', () =>
    charts.forEach((chart) => {
      chart.start();
      chart.chart?.resize();
    }),
  );
}
