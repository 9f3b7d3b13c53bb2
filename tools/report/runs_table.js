// Every run: the rows of runs.csv, to filter and to sort, each with the command that does it again.

import { checkbox, element, labelled, scrollable, section, select } from './dom.js';
import { plural, rounded } from './format.js';
import { order, usualColumns } from './run_columns.js';

const rowsOnAPage = 25;

export function runsSection(page) {
  return new RunsTable(page).node;
}

class RunsTable {
  constructor({ runs, metric }) {
    this.runs = runs;
    this.columns = runs.columns;
    this.byName = new Map(this.columns.map(({ name, cells }) => [name, cells]));
    this.state = {
      text: '',
      status: '',
      sort: null,
      descending: false,
      page: 0,
      exact: false,
      all: false,
    };
    this.shownColumns = usualColumns(this.columns, metric);
    this.table = element('table', { id: 'runs-table' });
    this.count = element('p', { class: 'note', role: 'status' });
    this.pager = element('div', { class: 'controls pager' });
    this.node = section(
      'runs',
      'Runs',
      this.controls(),
      this.count,
      scrollable('Runs', this.table),
      this.pager,
      ...noCommand(runs.no_command),
    );
    this.draw();
  }

  controls() {
    const change = (name) => (value) => {
      this.state[name] = value;
      this.state.page = 0;
      this.draw();
    };
    const text = element('input', {
      type: 'search',
      size: 24,
      autocomplete: 'off',
      oninput: () => change('text')(text.value),
    });
    const statuses = [...new Set(this.byName.get('status') ?? [])];
    return element(
      'div',
      { class: 'controls' },
      labelled('Filter', text),
      labelled(
        'Status',
        select(
          [{ value: '', text: 'all' }, ...statuses.map((s) => ({ value: s, text: s }))],
          '',
          change('status'),
        ),
      ),
      checkbox('all columns', false, change('all')),
      checkbox('all digits', false, change('exact')),
    );
  }

  rows() {
    const { text, status, sort, descending } = this.state;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = this.byName.get('status') ?? [];
    const rows = [];
    for (let row = 0; row < statuses.length; ++row) {
      if (status !== '' && statuses[row] !== status) continue;
      if (words.length > 0) {
        const all = this.columns
          .map(({ cells }) => cells[row] ?? '')
          .join(' ')
          .toLowerCase();
        if (!words.every((word) => all.includes(word))) continue;
      }
      rows.push(row);
    }
    if (sort !== null) {
      const cells = this.byName.get(sort);
      rows.sort((a, b) => order(cells[a], cells[b], descending) || a - b);
    }
    return rows;
  }

  draw() {
    const rows = this.rows();
    const pages = Math.max(1, Math.ceil(rows.length / rowsOnAPage));
    this.state.page = Math.min(this.state.page, pages - 1);
    const shown = rows.slice(this.state.page * rowsOnAPage, (this.state.page + 1) * rowsOnAPage);
    const columns = this.state.all ? this.columns : this.shownColumns;
    const focused = this.table.contains(document.activeElement)
      ? document.activeElement.dataset.sort
      : null;
    this.table.replaceChildren(
      element('caption', { class: 'unseen' }, 'Runs'),
      this.head(columns),
      element(
        'tbody',
        {},
        shown.flatMap((row) => this.row(row, columns)),
      ),
    );
    if (focused) this.table.querySelector(`[data-sort="${CSS.escape(focused)}"]`)?.focus();
    const total = (this.byName.get('status') ?? []).length;
    const first = this.state.page * rowsOnAPage;
    const part =
      rows.length > shown.length ? `; ${first + 1} to ${first + shown.length} are shown` : '';
    this.count.replaceChildren(
      (rows.length === total ? '' : rows.length + ' of ') + plural(total, 'run', 'runs') + part,
    );
    this.drawPager(pages);
  }

  head(columns) {
    const { sort, descending } = this.state;
    return element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, element('span', { class: 'unseen' }, 'Command')),
        columns.map(({ name }) => {
          const direction = sort !== name ? 'none' : descending ? 'descending' : 'ascending';
          return element(
            'th',
            { scope: 'col', 'aria-sort': direction },
            element(
              'button',
              {
                type: 'button',
                class: 'sort',
                'data-sort': name,
                onclick: () => this.sortBy(name),
              },
              name,
            ),
          );
        }),
      ),
    );
  }

  sortBy(name) {
    const { state } = this;
    // Up, down, and back to the order of the plan.
    if (state.sort !== name) Object.assign(state, { sort: name, descending: false });
    else if (!state.descending) state.descending = true;
    else Object.assign(state, { sort: null, descending: false });
    this.draw();
  }

  row(row, columns) {
    const details = element(
      'tr',
      { class: 'details', hidden: true },
      element(
        'td',
        { colspan: columns.length + 1 },
        element('div', { class: 'again' }, this.details(row)),
      ),
    );
    const open = element(
      'button',
      {
        type: 'button',
        class: 'quiet open',
        'aria-expanded': 'false',
        onclick: () => {
          details.hidden = !details.hidden;
          open.setAttribute('aria-expanded', String(!details.hidden));
        },
      },
      'Repeat',
    );
    open.setAttribute('aria-label', 'How to repeat ' + this.byName.get('run_id')[row]);
    return [
      element(
        'tr',
        { 'data-row': row },
        element('td', {}, open),
        columns.map(({ name, cells }) => this.cell(name, cells[row])),
      ),
      details,
    ];
  }

  cell(name, value) {
    if (name === 'status')
      return element('td', {}, element('span', { class: 'status ' + value }, value));
    if (typeof value !== 'number')
      return element(
        'td',
        { class: name === 'run_id' ? 'id' : null, title: name === 'run_id' ? value : null },
        value ?? '',
      );
    const text = this.state.exact || name === 'seed' ? String(value) : rounded(value, 5);
    return element(
      'td',
      { class: 'number', 'data-value': String(value), title: String(value) },
      text,
    );
  }

  details(row) {
    const parts = [];
    const reason = this.runs.reasons[row];
    if (reason) parts.push(element('p', { class: 'reason' }, reason));
    const command = this.runs.commands[row];
    if (!command)
      return [...parts, element('p', {}, 'The command is not known; see below the table.')];
    const code = element('code', {}, command);
    const copy = element(
      'button',
      {
        type: 'button',
        class: 'quiet',
        onclick: async () => {
          copy.textContent = (await copied(command, code)) ? 'Copied' : 'Selected: press Ctrl+C';
        },
      },
      'Copy',
    );
    return [
      ...parts,
      element(
        'p',
        { class: 'note' },
        'Does this run again, from the folder in which the sweep was started:',
      ),
      element('pre', {}, code),
      copy,
    ];
  }

  drawPager(pages) {
    this.pager.hidden = pages < 2;
    const go = (text, page) =>
      element(
        'button',
        {
          type: 'button',
          disabled: page < 0 || page >= pages,
          onclick: () => {
            this.state.page = page;
            this.draw();
          },
        },
        text,
      );
    this.pager.replaceChildren(
      go('Previous', this.state.page - 1),
      element('span', {}, `page ${this.state.page + 1} of ${pages}`),
      go('Next', this.state.page + 1),
    );
  }
}

// What a page from disk may do differs: where there is no clipboard the text is selected.
async function copied(text, node) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(node);
    return false;
  }
}

function noCommand(byFolder) {
  return Object.entries(byFolder).map(([folder, why]) =>
    element(
      'p',
      { class: 'note' },
      `${folder}: the command that repeats a run is not known: ${why}.`,
    ),
  );
}
