// How sure the decisions were and how often right (reliability), and which classes were taken for which
// (confusion), where the runs recorded it.

import { axis, Chart, isNarrow, tooltip, tooltipRows } from './chart.js';
import { element, labelled, section, select } from './dom.js';
import { groupName, plural, rounded } from './format.js';
import { lineStyle } from './line_styles.js';
import { page } from './page_data.js';
import { color, shade } from './theme.js';

export function classTablesSection(page) {
  const bySplit = page.class_tables;
  if (!bySplit) return null;
  const grouping = page.curves.groupings[0];
  const splits = Object.keys(bySplit);
  const state = { split: splits.includes('valid') ? 'valid' : splits[0], group: 0 };
  const now = () => bySplit[state.split][state.group];
  state.group = Math.max(
    0,
    bySplit[state.split].findIndex((one) => one !== null),
  );
  const reliability = new Chart('', () => reliabilityOptions(now()?.reliability), 380);
  const confusion = new Chart('', () => confusionOptions(now()?.confusion), 380);
  const note = element('p', { class: 'note' });
  const show = () => {
    const name = groupName(grouping, state.group);
    note.replaceChildren(
      now() === null
        ? 'None of these runs recorded it.'
        : `${name}, ${state.split} rows after the last epoch, ${plural(now().runs, 'run', 'runs')} together.`,
    );
    reliability.node.hidden = !now()?.reliability;
    confusion.node.hidden = !now()?.confusion;
    reliability.say('Reliability diagram of ' + name);
    confusion.say('Confusion matrix of ' + name);
    reliability.draw();
    confusion.draw();
  };
  show();
  return section(
    'classes',
    'Calibration and confusion',
    element(
      'div',
      { class: 'controls' },
      labelled(
        'Setting',
        select(
          grouping.groups.map((_, g) => ({ value: g, text: groupName(grouping, g) })),
          state.group,
          (value) => {
            state.group = Number(value);
            show();
          },
        ),
      ),
      splits.length > 1
        ? labelled(
            'Rows',
            select(
              splits.map((s) => ({ value: s, text: s })),
              state.split,
              (value) => {
                state.split = value;
                show();
              },
            ),
          )
        : null,
    ),
    note,
    element('div', { class: 'pair' }, reliability.node, confusion.node),
  );
}

const share = (value) => rounded(100 * value, 3) + ' %';

function reliabilityOptions(bins) {
  if (!bins) return {};
  const filled = bins.filter(([rows]) => rows > 0);
  const most = Math.max(...filled.map(([rows]) => rows));
  const style = lineStyle(0);
  const end = { min: 0, max: 1 };
  return {
    grid: { left: 54, right: 20, top: 34, bottom: 48 },
    xAxis: axis({
      type: 'value',
      ...end,
      name: 'mean confidence',
      nameLocation: 'middle',
      nameGap: 28,
    }),
    yAxis: axis({ type: 'value', ...end, name: 'accuracy', nameLocation: 'end' }),
    tooltip: tooltip({
      trigger: 'item',
      formatter: ({ dataIndex, seriesIndex }) =>
        seriesIndex === 0
          ? ''
          : tooltipRows('Of ' + plural(filled[dataIndex][0], 'row', 'rows'), [
              ['', 'mean confidence', share(filled[dataIndex][1])],
              ['', 'right', share(filled[dataIndex][2])],
            ]),
    }),
    series: [
      {
        type: 'line',
        data: [
          [0, 0],
          [1, 1],
        ],
        symbol: 'none',
        silent: true,
        lineStyle: { color: color('muted'), type: 'dashed', width: 1 },
      },
      {
        type: 'line',
        data: filled.map(([, confidence, accuracy]) => [confidence, accuracy]),
        showSymbol: true,
        symbol: 'circle',
        symbolSize: (_, { dataIndex }) => 6 + 14 * Math.sqrt(filled[dataIndex][0] / most),
        lineStyle: { color: style.color, width: 2 },
        itemStyle: { color: style.color, opacity: 0.85 },
      },
    ],
  };
}

function confusionOptions(counts) {
  if (!counts) return {};
  const names = counts.map((_, i) => String(i));
  const cells = counts.flatMap((row, label) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, decision) => ({
      value: [decision, label, all > 0 ? count / all : 0],
      count,
    }));
  });
  return {
    grid: { left: 54, right: 16, top: 34, bottom: 48 },
    xAxis: axis({
      type: 'category',
      data: names,
      name: 'decision',
      nameLocation: 'middle',
      nameGap: 28,
    }),
    yAxis: axis({
      type: 'category',
      data: names,
      inverse: true,
      name: 'label',
      nameLocation: 'start',
    }),
    visualMap: {
      show: false,
      min: 0,
      max: 1,
      dimension: 2,
      inRange: { color: page.colors.shares[shade()] },
    },
    tooltip: tooltip({
      trigger: 'item',
      formatter: ({ data }) =>
        tooltipRows('label ' + names[data.value[1]], [
          ['', 'decision', names[data.value[0]]],
          ['', 'rows', String(data.count)],
          ['', 'of the label', share(data.value[2])],
        ]),
    }),
    series: [
      {
        type: 'heatmap',
        data: cells,
        itemStyle: { borderColor: color('grid'), borderWidth: 1 },
        label: {
          show: counts.length <= (isNarrow() ? 5 : 12),
          fontSize: 11,
          formatter: ({ data }) => String(data.count),
        },
      },
    ],
  };
}
