// What stands beneath the curves: what is to be known of them, and their last values as a table.

import { table } from './dom.js';
import { epochAt, groupName, rounded } from './format.js';

export function notes(data, state, grouping) {
  const texts = [];
  const { description, own_unit: ownUnit } = data.series.find(({ name }) => name === state.series);
  if (description) texts.push(state.series + ': ' + description + '.');
  if (ownUnit)
    texts.push(
      'Each loss measures it in a unit of its own: lines of different losses say nothing beside each other.',
    );
  if (grouping.mixes_settings)
    texts.push(
      'A line is the mean over runs of several settings; its band runs from their least to their largest value.',
    );
  if (
    state.band === 'interval' &&
    !grouping.bands[state.series].some((curve) => curve?.interval_low)
  )
    texts.push(
      'There is no interval here: it takes two runs or more that differ in nothing but their seed.',
    );
  if (state.shown.size < grouping.groups.length)
    texts.push(`${state.shown.size} of ${grouping.groups.length} lines are drawn.`);
  if (state.xLog) texts.push('Epoch 0, the untrained network, has no place on a log axis.');
  if (state.yLog) texts.push('Values of zero or less have no place on a log axis.');
  if (data.thinned)
    texts.push('Long curves are drawn by some of their epochs; curves.csv has all.');
  return texts;
}

export function lastValues(grouping, state) {
  const rows = [...state.shown]
    .sort((a, b) => a - b)
    .map((g) => {
      const curve = grouping.bands[state.series][g];
      if (curve === null) return [groupName(grouping, g), '', '', '', ''];
      const last = curve.mean.length - 1;
      const n = Array.isArray(curve.n) ? curve.n[last] : curve.n;
      return [
        groupName(grouping, g),
        String(n),
        String(epochAt(curve, last)),
        rounded(curve.mean[last]),
        curve.low ? rounded(curve.low[last]) + ' to ' + rounded(curve.high[last]) : '',
      ];
    });
  return table(
    state.series + ' at the end',
    ['line', 'runs', 'epoch', 'mean', 'least to largest'],
    rows,
    (c) => c > 0,
  );
}
