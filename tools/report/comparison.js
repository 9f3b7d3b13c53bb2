// Which setting is better: the tables of `logitbench compare`, and the means with their intervals.

import { axis, Chart, isNarrow, tooltip, tooltipRows } from './chart.js';
import { element, labelled, list, section, select, table } from './dom.js';
import { rounded } from './format.js';
import { lineStyle } from './line_styles.js';
import { color } from './theme.js';

export function comparisonSection({ comparison: { comparisons, metric } }) {
  if (comparisons.length === 0) return null;
  let current = comparisons[0];
  const chart = new Chart('', () => meansOptions(current, metric), 300);
  const body = element('div');
  const show = () => {
    body.replaceChildren(...tables(current));
    chart.node.hidden = current.drawn.length === 0;
    chart.node.style.height = Math.min(900, 90 + 26 * current.drawn.length) + 'px';
    chart.say('Means and 95 % intervals: ' + current.title);
    chart.draw();
  };
  const pick =
    comparisons.length < 2
      ? null
      : element(
          'div',
          { class: 'controls' },
          labelled(
            'By',
            select(
              comparisons.map(({ by }, i) => ({ value: i, text: by.join(', ') })),
              0,
              (value) => {
                current = comparisons[Number(value)];
                show();
              },
            ),
          ),
        );
  show();
  return section('comparison', 'Comparison', pick, chart.node, body);
}

function tables({ title, by, groups, differences, pivot, notes }) {
  const number = (c) => c >= by.length;
  const numberButVerdict = (last) => (c) => c >= by.length && c < last;
  const parts = [element('p', {}, title), table(title, groups.header, groups.rows, number)];
  if (pivot !== null)
    parts.push(
      element('h3', {}, 'Means, with standard deviations in brackets'),
      table('Means of ' + title, pivot.header, pivot.rows, (c) => c >= by.length - 1),
    );
  if (differences.rows.length > 0)
    parts.push(
      element('h3', {}, 'Differences to the best; p after Holm’s correction'),
      table(
        'Differences of ' + title,
        differences.header,
        differences.rows,
        numberButVerdict(differences.header.length - 1),
      ),
    );
  if (notes.length > 0) parts.push(list(notes, 'note'));
  return parts;
}

// The best on top.
function meansOptions({ drawn }, metric) {
  const rows = [...drawn].reverse();
  const style = lineStyle(0);
  return {
    grid: { left: isNarrow() ? 130 : 300, right: 24, top: 12, bottom: 46 },
    xAxis: axis({
      type: 'value',
      scale: true,
      name: metric,
      nameLocation: 'middle',
      nameGap: 28,
      axisLabel: { color: color('muted'), hideOverlap: true, formatter: (v) => rounded(v, 3) },
    }),
    yAxis: axis({
      type: 'category',
      data: rows.map(({ name }) => name),
      splitLine: { show: false },
      axisLabel: {
        color: color('text'),
        width: isNarrow() ? 118 : 285,
        overflow: 'truncate',
        interval: 0,
      },
    }),
    tooltip: tooltip({ trigger: 'item', formatter: ({ dataIndex }) => tip(rows[dataIndex]) }),
    series: [
      {
        type: 'custom',
        silent: true,
        z: 1,
        data: rows.map(({ low, high }, i) => [low, high, i]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (params, api) => whisker(params, api, rows, style.color),
      },
      {
        type: 'scatter',
        symbolSize: 10,
        itemStyle: { color: style.color },
        z: 2,
        data: rows.map(({ mean }, i) => [mean, i]),
      },
    ],
  };
}

function whisker(params, api, rows, stroke) {
  const { low, high } = rows[params.dataIndex];
  if (low === null) return undefined;
  const [x1, y] = api.coord([low, params.dataIndex]);
  const [x2] = api.coord([high, params.dataIndex]);
  return {
    type: 'line',
    shape: { x1, x2, y1: y, y2: y },
    style: { stroke, lineWidth: 3, opacity: 0.55 },
  };
}

function tip({ name, n, mean, low, high }) {
  const rows = [
    ['', 'mean', rounded(mean)],
    ['', 'seeds', String(n)],
  ];
  if (low !== null) rows.splice(1, 0, ['', '95 % interval', rounded(low) + ' to ' + rounded(high)]);
  return tooltipRows(name, rows);
}
