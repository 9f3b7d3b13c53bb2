// A metric by what was swept, with the keys and the metric chosen above it.

import { Chart } from './chart.js';
import { checkbox, element, labelled, section, select } from './dom.js';
import { canBeLog, sweepOptions } from './sweep_options.js';

export function sweepSection(page) {
  const { keys, columns } = page.sweep;
  const varied = [...keys.keys()].filter((k) => keys[k].values.length > 1);
  if (varied.length === 0 || columns.length === 0) return null;
  return new Sweep(page, varied).node;
}

class Sweep {
  constructor(page, varied) {
    this.page = page;
    this.sweep = page.sweep;
    const numeric = varied.filter((k) => this.sweep.keys[k].numeric);
    this.state = {
      column: this.sweep.columns[0],
      across: numeric[0] ?? varied[0],
      down: null,
      log: false,
    };
    this.state.log = this.sweep.keys[this.state.across].log;
    if (varied.length === 2) this.state.down = varied.find((k) => k !== this.state.across);
    this.varied = varied;
    this.chart = new Chart('', () => sweepOptions(page, this.state, this.view()), 400);
    this.note = element('p', { class: 'note' });
    this.controls = element('div', { class: 'controls' });
    this.node = section('sweep', 'Sweep', this.controls, this.chart.node, this.note);
    this.draw();
  }

  draw() {
    const { state, sweep, varied } = this;
    const name = (k) => ({ value: k, text: sweep.keys[k].name });
    const others = varied.filter((k) => k !== state.across);
    const update = (change) => {
      change();
      this.draw();
    };
    const focused = [...this.controls.querySelectorAll('select, input')].indexOf(
      document.activeElement,
    );
    this.controls.replaceChildren(
      labelled(
        'Metric',
        select(
          sweep.columns.map((c) => ({ value: c, text: c })),
          state.column,
          (value) =>
            update(() => {
              state.column = value;
            }),
        ),
      ),
      labelled(
        'across',
        select(varied.map(name), state.across, (value) =>
          update(() => {
            state.across = Number(value);
            if (state.down === state.across) state.down = null;
            state.log = sweep.keys[state.across].log;
          }),
        ),
      ),
    );
    if (others.length > 0)
      this.controls.append(
        labelled(
          'and up',
          select(
            [{ value: '', text: 'nothing else' }, ...others.map(name)],
            state.down ?? '',
            (value) =>
              update(() => {
                state.down = value === '' ? null : Number(value);
              }),
          ),
        ),
      );
    if (state.down === null && canBeLog(sweep.keys[state.across]))
      this.controls.append(
        checkbox('log axis', state.log, (value) =>
          update(() => {
            state.log = value;
          }),
        ),
      );
    if (focused >= 0) this.controls.querySelectorAll('select, input')[focused]?.focus();
    this.note.replaceChildren(this.words());
    const which = state.down === null ? '' : ' and ' + sweep.keys[state.down].name;
    this.chart.say(`${state.column} by ${sweep.keys[state.across].name}${which}`);
    this.chart.draw();
  }

  view() {
    const { across, down } = this.state;
    const wanted = down === null ? [across] : [across, down].sort((a, b) => a - b);
    return this.sweep.views.find(
      ({ keys }) => keys.length === wanted.length && keys.every((k, i) => k === wanted[i]),
    );
  }

  words() {
    const { column, down } = this.state;
    if (!this.view())
      return (
        'Each point is one run' +
        (down === null ? '.' : `; the stronger its color, the larger ${column}.`)
      );
    if (down !== null)
      return (
        `Mean over seeds${this.sweep.keys.length > 2 ? ' and over the other keys' : ''}` +
        ' of the runs that completed; an empty cell has none.'
      );
    return (
      'The line is the mean over seeds of the runs that completed, the dark band its 95 % interval, the ' +
      'light band reaches from the least to the largest seed.'
    );
  }
}
