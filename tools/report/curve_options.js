// The picture of the curves: a line and a band for each group, the single runs, and what was expected.

import { axis, isNarrow, tooltip, tooltipRows } from './chart.js';
import { epochAt, groupName, rounded } from './format.js';
import { lineStyle, swatch } from './line_styles.js';
import { color } from './theme.js';

const mostTooltipRows = 12;

// `state`: see curves.js.
export function curveOptions(data, state) {
  const grouping = data.groupings[state.grouping];
  const bands = grouping.bands[state.series];
  const shown = [...state.shown].filter((g) => bands[g] !== null).sort((a, b) => a - b);
  const claims = claimsOf(data, state, shown);
  const series = [
    ...shown
      .map((g) => bandSeries(bands[g], g, state, bandOpacity(grouping, shown)))
      .filter((one) => one !== null),
    ...(state.single ? shown.map((g) => runSeries(data, grouping, g, state)) : []),
    ...shown.map((g) => meanSeries(bands[g], groupName(grouping, g), g, state)),
    ...claims.map((claim) => claimSeries(claim, data.lastEpoch, state)),
  ];
  return {
    grid: { left: isNarrow() ? 52 : 64, right: 20, top: 34, bottom: 46 },
    xAxis: axis({
      type: state.xLog ? 'log' : 'value',
      name: 'epoch',
      nameLocation: 'middle',
      nameGap: 28,
      min: state.from ?? (state.xLog ? 1 : 'dataMin'),
      max: state.to ?? 'dataMax',
      minInterval: 1,
      splitLine: { show: false },
    }),
    yAxis: axis({
      type: state.yLog ? 'log' : 'value',
      name: state.series,
      nameLocation: 'end',
      nameTextStyle: {
        color: color('muted'),
        align: 'left',
        padding: [0, 0, 0, isNarrow() ? -44 : -54],
      },
      scale: true,
      min: state.low ?? null,
      max: state.high ?? null,
      axisLabel: { color: color('muted'), formatter: (value) => rounded(value, 3) },
    }),
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: color('muted') } },
      formatter: (params) => tip(params, grouping, bands, shown, claims),
    }),
    // Dragging a box zooms; the button that ECharts would draw for it is ours.
    toolbox: {
      show: true,
      itemSize: 0,
      showTitle: false,
      feature: {
        dataZoom: {
          filterMode: 'none',
          brushStyle: { color: color('accent'), opacity: 0.15 },
        },
      },
    },
    series,
  };
}

const drawable = (x, y, state) =>
  y !== null && y !== undefined && !(state.xLog && x <= 0) && !(state.yLog && y <= 0);

const point = (x, y, state) => [x, drawable(x, y, state) ? y : null];

function points(curve, values, state) {
  const result = values.map((value, i) => point(epochAt(curve, i), value, state));
  return state.xLog ? result.filter(([x]) => x > 0) : result;
}

function meanSeries(curve, name, g, state) {
  const style = lineStyle(g);
  const alone = curve.mean.length < 3;
  return {
    id: 'mean-' + g,
    name,
    type: 'line',
    data: points(curve, curve.mean, state),
    showSymbol: alone,
    symbol: 'circle',
    symbolSize: alone ? 8 : 5,
    z: 3,
    lineStyle: { color: style.color, type: style.dash, width: 2 },
    itemStyle: { color: style.color },
    emphasis: { focus: 'series', lineStyle: { width: 3.5 } },
    blur: { lineStyle: { opacity: 0.2 } },
  };
}

// Many bands over each other hide the lines, and so do those of runs that have little in common.
const bandOpacity = (grouping, shown) =>
  grouping.mixes_settings ? 0.05 : shown.length > 5 ? 0.08 : 0.16;

function bandSeries(curve, g, state, opacity) {
  const [low, high] =
    state.band === 'interval'
      ? [curve.interval_low, curve.interval_high]
      : state.band === 'range'
        ? [curve.low, curve.high]
        : [];
  if (!low) return null;
  const corners = low
    .map((value, i) => [epochAt(curve, i), value, high[i]])
    .filter(([x, , top]) => drawable(x, top, state));
  if (corners.length < 2) return null;
  const floor = Math.min(...curve.mean.filter((value) => value > 0)) / 10;
  const bottom = (value) => (state.yLog && value <= 0 ? floor : value);
  return {
    id: 'band-' + g,
    type: 'custom',
    silent: true,
    clip: true,
    progressive: 0,
    z: 1,
    data: corners.map(([x, l, h]) => [x, bottom(l), h]),
    encode: { x: 0, y: [1, 2] },
    tooltip: { show: false },
    renderItem: (params, api) =>
      params.dataIndex > 0
        ? undefined
        : {
            type: 'polygon',
            shape: {
              points: [
                ...corners.map(([x, , h]) => api.coord([x, h])),
                ...corners.map(([x, l]) => api.coord([x, bottom(l)])).reverse(),
              ],
            },
            style: { fill: lineStyle(g).color, opacity },
          },
  };
}

// All runs of a group as one line with gaps: thousands of lines would be slow to draw.
function runSeries(data, grouping, g, state) {
  const all = data.single[state.series] ?? [];
  const line = [];
  for (const run of grouping.groups[g].runs)
    if (all[run]) line.push(...points(all[run], all[run].values, state), [null, null]);
  return {
    id: 'runs-' + g,
    type: 'line',
    data: line,
    silent: true,
    showSymbol: false,
    z: 2,
    lineStyle: { color: lineStyle(g).color, width: 0.8, opacity: 0.45 },
    tooltip: { show: false },
    emphasis: { disabled: true },
  };
}

// What the config expects of this series in any of the groups that are drawn.
function claimsOf(data, state, shown) {
  if (!state.claims) return [];
  const groups = data.groupings[state.grouping].groups;
  return data.claims
    .filter((claim) => claim.series === state.series)
    .map((claim) => ({
      ...claim,
      groups: shown.filter((g) => groups[g].runs.some((run) => claim.runs.includes(run))),
    }))
    .filter((claim) => claim.groups.length > 0);
}

function claimSeries(claim, lastEpoch, state) {
  const style = claim.groups.length === 1 ? lineStyle(claim.groups[0]).color : color('text');
  const at = claim.at_end ? lastEpoch : claim.epochs[0];
  const one = claim.values.length === 1;
  const data = one
    ? [
        [state.xLog ? 1 : 0, claim.values[0]],
        [at, claim.values[0]],
      ]
    : claim.values.map((value, i) => [claim.epochs[i], value]);
  return {
    type: 'line',
    name: claimName(claim),
    data: data.map(([x, y]) => point(x, y, state)),
    z: 4,
    symbol: 'diamond',
    symbolSize: (value) => (value[0] === at || !one ? 9 : 0),
    showSymbol: true,
    lineStyle: { color: style, type: [2, 4], width: 1.4 },
    itemStyle: { color: color('page'), borderColor: style, borderWidth: 2 },
    // A mark on the edge is seen whole; zoomed in, what lies outside is not.
    clip: ['from', 'to', 'low', 'high'].some((end) => state[end] !== null),
    endLabel: {
      show: true,
      formatter: (claim.source || 'expected') + ': ' + rounded(claim.values.at(-1)),
      color: color('text'),
      fontSize: 11,
      lineHeight: 14,
      backgroundColor: color('page'),
      padding: [0, 3],
      ...(at < lastEpoch / 3
        ? { offset: [2, -9], align: 'left' }
        : { offset: [-16, -9], align: 'right' }),
    },
    labelLayout: { moveOverlap: 'shiftY' },
    emphasis: { focus: 'series' },
  };
}

export const claimName = (claim) => (claim.source ? claim.source + ': ' : '') + claim.label;

function tip(params, grouping, bands, shown, claims) {
  const epoch = params[0]?.axisValue;
  const rows = [];
  for (const g of shown) {
    const curve = bands[g];
    const i = Array.isArray(curve.epochs) ? curve.epochs.indexOf(epoch) : epoch - curve.epochs;
    const mean = curve.mean[i];
    if (mean === undefined || mean === null) continue;
    const spread = curve.low ? ` (${rounded(curve.low[i])} to ${rounded(curve.high[i])})` : '';
    rows.push({ mean, row: [swatch(g), groupName(grouping, g), rounded(mean) + spread] });
  }
  rows.sort((a, b) => b.mean - a.mean);
  const more = rows.length - mostTooltipRows;
  const lines = rows.slice(0, mostTooltipRows).map(({ row }) => row);
  if (more > 0) lines.push(['', `and ${more} more`, '']);
  for (const claim of claims) {
    const i = claim.epochs.indexOf(epoch);
    if (i >= 0) lines.push(['', claimName(claim), rounded(claim.values[i])]);
  }
  return tooltipRows('epoch ' + epoch, lines);
}
