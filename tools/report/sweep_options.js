// What ECharts draws of a metric by what was swept: one key as a line with its band, two as a heat map,
// and where values were drawn at random the runs themselves.

import { axis, isNarrow, tooltip, tooltipRows } from './chart.js';
import { rounded } from './format.js';
import { lineStyle } from './line_styles.js';
import { area, heatColors, pointRows, pointTip } from './sweep_marks.js';
import { color } from './theme.js';

export function sweepOptions(page, state, view) {
  return new Picture(page, state).options(view);
}

export const canBeLog = (key) => isOnNumbers(key) && key.numbers.every((value) => value > 0);

const isOnNumbers = (key) => key.numbers !== null;

class Picture {
  constructor(page, state) {
    this.page = page;
    this.sweep = page.sweep;
    this.state = state;
  }

  options(view) {
    if (this.state.down !== null) return view ? this.heatMap(view) : this.cloud();
    return view ? this.line(view) : this.cloud();
  }

  acrossAxis(k, log) {
    const key = this.sweep.keys[k];
    const base = { name: key.name, nameLocation: 'middle', nameGap: 30 };
    const [least, largest] = [key.numbers?.[0], key.numbers?.at(-1)];
    // Else a log axis ends at powers of ten, half empty.
    const ends = log ? { min: least / 1.15, max: largest * 1.15 } : {};
    if (isOnNumbers(key))
      return axis({
        ...base,
        ...ends,
        type: log ? 'log' : 'value',
        scale: true,
        splitLine: { show: false },
        axisLabel: {
          color: color('muted'),
          hideOverlap: true,
          formatter: (v) => rounded(v, 3),
          ...(log && key.log ? { showMinLabel: false, showMaxLabel: false } : {}),
        },
      });
    return axis({
      ...base,
      type: 'category',
      data: key.values,
      axisLabel: {
        color: color('muted'),
        interval: 0,
        rotate: isNarrow() || key.values.length > 8 ? 35 : 0,
        width: 110,
        overflow: 'truncate',
      },
    });
  }

  valueAxis() {
    return axis({
      type: 'value',
      scale: true,
      name: this.state.column,
      nameLocation: 'end',
      nameTextStyle: {
        color: color('muted'),
        align: 'left',
        padding: [0, 0, 0, isNarrow() ? -44 : -54],
      },
      axisLabel: { color: color('muted'), formatter: (v) => rounded(v, 3) },
    });
  }

  grid() {
    return { left: isNarrow() ? 52 : 64, right: 24, top: 34, bottom: isNarrow() ? 84 : 64 };
  }

  line(view) {
    const { across, column, log } = this.state;
    const key = this.sweep.keys[across];
    const onNumbers = isOnNumbers(key);
    const at = (p) => (onNumbers ? key.numbers[p.at[0]] : p.at[0]);
    const points = view.points[column].filter(({ n }) => n > 0).sort((a, b) => a.at[0] - b.at[0]);
    const style = lineStyle(0);
    return {
      grid: this.grid(),
      xAxis: this.acrossAxis(across, log),
      yAxis: this.valueAxis(),
      tooltip: tooltip({
        trigger: 'item',
        formatter: ({ data }) => (data?.point ? pointTip(key, data.point, column) : ''),
      }),
      series: [
        area(points, at, 'low', 'high', style.color, 0.13, onNumbers),
        area(points, at, 'interval_low', 'interval_high', style.color, 0.22, onNumbers),
        {
          type: 'line',
          data: points.map((p) => ({ value: [at(p), p.mean], point: p })),
          symbolSize: 9,
          symbol: 'circle',
          z: 3,
          lineStyle: { color: style.color, width: onNumbers ? 2 : 0 },
          itemStyle: { color: style.color },
        },
      ].filter(Boolean),
    };
  }

  heatMap(view) {
    const { across, down, column } = this.state;
    const [x, y] = [this.sweep.keys[across], this.sweep.keys[down]];
    const [atX, atY] = view.keys[0] === across ? [0, 1] : [1, 0];
    const points = view.points[column].filter(({ n }) => n > 0);
    const values = points.map(({ mean }) => mean);
    const cells = x.values.length * y.values.length;
    return {
      grid: { ...this.grid(), left: isNarrow() ? 72 : 110, right: isNarrow() ? 14 : 90 },
      xAxis: axis({
        type: 'category',
        data: x.values,
        name: x.name,
        nameLocation: 'middle',
        nameGap: 30,
      }),
      yAxis: axis({
        type: 'category',
        data: y.values,
        name: y.name,
        nameLocation: 'end',
        axisLabel: { color: color('muted'), width: isNarrow() ? 60 : 95, overflow: 'truncate' },
      }),
      visualMap: {
        type: 'continuous',
        min: Math.min(...values),
        max: Math.max(...values),
        calculable: false,
        show: !isNarrow(),
        right: 8,
        top: 'middle',
        itemHeight: 220,
        itemWidth: 12,
        dimension: 2,
        text: [rounded(Math.max(...values)), rounded(Math.min(...values))],
        textStyle: { color: color('muted') },
        inRange: { color: heatColors() },
      },
      tooltip: tooltip({
        trigger: 'item',
        formatter: ({ data }) =>
          tooltipRows(column, [
            ['', x.name, x.values[data.value[0]]],
            ['', y.name, y.values[data.value[1]]],
            ...pointRows(data.point),
          ]),
      }),
      series: [
        {
          type: 'heatmap',
          data: points.map((p) => ({ value: [p.at[atX], p.at[atY], p.mean], point: p })),
          label: {
            show: cells <= (isNarrow() ? 30 : 100),
            formatter: ({ data }) => rounded(data.value[2], 3),
            fontSize: 11,
          },
          itemStyle: { borderColor: color('page'), borderWidth: 2 },
          emphasis: { itemStyle: { borderColor: color('text') } },
        },
      ],
    };
  }

  // Runs as they are: one point each.
  cloud() {
    const { across, down, column, log } = this.state;
    const columns = new Map(this.page.runs.columns.map(({ name, cells }) => [name, cells]));
    const of = (k) => columns.get(this.sweep.keys[k].name) ?? [];
    const place = (k, row) =>
      isOnNumbers(this.sweep.keys[k])
        ? of(k)[row]
        : this.sweep.keys[k].values.indexOf(String(of(k)[row] ?? '(not set)'));
    const values = columns.get(column) ?? [];
    const status = columns.get('status');
    const rows = [...values.keys()].filter(
      (row) => typeof values[row] === 'number' && status[row] === 'completed',
    );
    const all = rows.map((row) => values[row]);
    const style = lineStyle(0);
    const names = columns.get('run_id');
    return {
      grid: { ...this.grid(), right: down !== null && !isNarrow() ? 90 : 24 },
      xAxis: this.acrossAxis(across, log),
      yAxis:
        down === null
          ? this.valueAxis()
          : { ...this.acrossAxis(down, false), nameLocation: 'end', nameGap: 12 },
      visualMap:
        down === null
          ? undefined
          : {
              type: 'continuous',
              dimension: 2,
              min: Math.min(...all),
              max: Math.max(...all),
              show: !isNarrow(),
              right: 8,
              top: 'middle',
              itemWidth: 12,
              itemHeight: 220,
              textStyle: { color: color('muted') },
              text: [rounded(Math.max(...all)), rounded(Math.min(...all))],
              inRange: { color: heatColors() },
            },
      tooltip: tooltip({
        trigger: 'item',
        formatter: ({ data }) =>
          tooltipRows(names[data.row], [
            ...[across, down]
              .filter((k) => k !== null)
              .map((k) => ['', this.sweep.keys[k].name, String(of(k)[data.row] ?? '')]),
            ['', column, rounded(values[data.row])],
          ]),
      }),
      series: [
        {
          type: 'scatter',
          symbolSize: rows.length > 500 ? 6 : 10,
          large: false,
          data: rows.map((row) => ({
            value: [
              place(across, row),
              down === null ? values[row] : place(down, row),
              values[row],
            ],
            row,
          })),
          itemStyle:
            down === null
              ? { color: style.color, opacity: 0.75 }
              : { borderColor: color('line'), borderWidth: 1 },
        },
      ],
    };
  }
}
