// Curves by epoch, with what is drawn chosen beside them.

import { Chart } from './chart.js';
import { curveOptions } from './curve_options.js';
import { lastValues, notes } from './curve_words.js';
import { checkbox, element, labelled, section, select } from './dom.js';
import { epochAt, groupName, numberIn, plural, rounded } from './format.js';
import { swatch } from './line_styles.js';
import { SeriesList } from './series_list.js';

export function curvesSection(page) {
  const data = { ...page.curves, claims: page.claims.drawn, lastEpoch: lastEpoch(page.curves) };
  if (data.series.length === 0) return null;
  const state = {
    grouping: data.drawn_by,
    series: firstSeries(data, page.metric),
    band: 'range',
    xLog: false,
    yLog: false,
    single: false,
    claims: true,
    from: null,
    to: null,
    low: null,
    high: null,
    shown: new Set(),
  };
  return new Curves(data, state, page.keys).node;
}

class Curves {
  constructor(data, state, keys) {
    this.data = data;
    this.state = state;
    this.chart = new Chart('', () => curveOptions(data, state), 430);
    this.chart.started = (chart) => this.zoomByDragging(chart);
    this.list = new SeriesList(
      'Lines',
      () => this.draw(),
      (g) => this.point(g),
    );
    this.note = element('p', { class: 'note' });
    this.table = element('div');
    this.range = {};
    this.node = section(
      'curves',
      'Curves',
      this.controls(keys),
      element('div', { class: 'beside' }, this.chart.node, this.list.node),
      this.zoomControls(),
      this.note,
      element('details', {}, element('summary', {}, 'These lines as a table'), this.table),
    );
    this.fillList();
    this.draw();
  }

  controls(keys) {
    const { data, state } = this;
    const change = (name) => (value) => {
      state[name] = value;
      this.draw();
    };
    const groupings = data.groupings.map((grouping, i) => ({
      value: i,
      text: grouping.by.length === 0 ? 'all runs' : grouping.by.join(', '),
    }));
    const bands = [
      { value: 'range', text: 'least to largest' },
      { value: 'interval', text: '95 % interval of the mean' },
      { value: 'none', text: 'none' },
    ];
    const parts = [
      labelled(
        'Metric',
        select(
          data.series.map(({ name }) => ({ value: name, text: name })),
          state.series,
          (value) => {
            state.series = value;
            this.forgetZoom(['low', 'high']);
            this.draw();
          },
        ),
      ),
      groupings.length > 1
        ? labelled(
            'A line for each',
            select(groupings, state.grouping, (value) => {
              state.grouping = Number(value);
              this.fillList();
              this.draw();
            }),
          )
        : null,
      labelled('Band', select(bands, state.band, change('band'))),
      checkbox('log epochs', false, change('xLog')),
      checkbox('log values', false, change('yLog')),
    ];
    if (Object.keys(data.single).length > 0)
      parts.push(checkbox('single runs', false, change('single')));
    if (data.claims.length > 0) parts.push(checkbox('expected values', true, change('claims')));
    return element('div', { class: 'controls', 'data-keys': keys.length }, parts);
  }

  // The zoom in numbers, for who has no mouse.
  zoomControls() {
    const field = (name, label) => {
      const input = element('input', {
        type: 'text',
        inputmode: 'decimal',
        size: 6,
        autocomplete: 'off',
      });
      input.addEventListener('change', () => {
        this.state[name] = numberIn(input.value);
        this.draw();
      });
      this.range[name] = input;
      return labelled(label, input);
    };
    return element(
      'div',
      { class: 'controls' },
      field('from', 'Epochs from'),
      field('to', 'to'),
      field('low', 'Values from'),
      field('high', 'to'),
      element(
        'button',
        {
          type: 'button',
          onclick: () => {
            this.forgetZoom();
            this.draw();
          },
        },
        'Show all',
      ),
      element(
        'span',
        { class: 'note no-print' },
        'Drag a box in the picture to zoom; double-click shows all.',
      ),
    );
  }

  fillList() {
    const { data, state } = this;
    const grouping = data.groupings[state.grouping];
    this.list.fill(
      grouping.groups.map((group, g) => ({
        name: groupName(grouping, g),
        note: plural(group.runs.length, 'run', 'runs') + (group.diverged ? ', diverged' : ''),
        picture: () => swatch(g),
      })),
      grouping.best[state.series],
    );
  }

  draw() {
    const { state, data } = this;
    state.shown = this.list.shown;
    for (const [name, input] of Object.entries(this.range))
      input.value = state[name] === null ? '' : rounded(state[name]);
    const grouping = data.groupings[state.grouping];
    this.chart.say(
      `${state.series} by epoch: ${plural(state.shown.size, 'line', 'lines')} of ` +
        `${grouping.groups.length}; the table below has their numbers`,
    );
    this.note.replaceChildren(notes(data, state, grouping).join(' '));
    this.table.replaceChildren(lastValues(grouping, state));
    this.chart.draw();
    if (this.chart.chart) zoomCursor(this.chart.chart);
  }

  point(g) {
    this.chart.chart?.dispatchAction(
      g === null ? { type: 'downplay' } : { type: 'highlight', seriesId: 'mean-' + g },
    );
  }

  zoomByDragging(chart) {
    chart.on('datazoom', (event) => {
      for (const part of event.batch ?? []) {
        const isX = String(part.dataZoomId).includes('xAxis');
        const [low, high] = isX ? ['from', 'to'] : ['low', 'high'];
        if (part.startValue === undefined) continue;
        // Epochs are whole, and no axis has labels of many digits.
        const ends = isX
          ? [Math.floor(part.startValue), Math.ceil(part.endValue)]
          : [part.startValue, part.endValue].map((value) => Number(value.toPrecision(3)));
        [this.state[low], this.state[high]] = ends;
      }
      // Not within ECharts' own event.
      setTimeout(() => this.draw());
    });
    chart.getZr().on('dblclick', () => {
      this.forgetZoom();
      this.draw();
    });
    zoomCursor(chart);
  }

  forgetZoom(names = ['from', 'to', 'low', 'high']) {
    for (const name of names) this.state[name] = null;
  }
}

function zoomCursor(chart) {
  chart.dispatchAction({
    type: 'takeGlobalCursor',
    key: 'dataZoomSelect',
    dataZoomSelectActive: true,
  });
}

function firstSeries(data, metric) {
  return data.series.some(({ name }) => name === metric) ? metric : data.series[0].name;
}

function lastEpoch(curves) {
  let last = 0;
  for (const bands of Object.values(curves.groupings[0]?.bands ?? {}))
    for (const curve of bands)
      if (curve) last = Math.max(last, epochAt(curve, curve.mean.length - 1));
  return last;
}
