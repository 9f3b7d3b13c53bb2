// What is drawn and what is not: a box to tick for each line, with its picture.

import { element } from './dom.js';
import { onTheme } from './theme.js';

export class SeriesList {
  // `toggled()` is called when `shown` has changed, `pointed(index or null)` when one is looked at.
  constructor(label, toggled, pointed) {
    this.shown = new Set();
    this.toggled = toggled;
    this.pointed = pointed;
    this.entries = [];
    this.items = element('ul', { class: 'series' });
    this.node = element(
      'div',
      { class: 'series-box', role: 'group', 'aria-label': label },
      element(
        'div',
        { class: 'series-head' },
        element('strong', {}, label),
        element('button', { type: 'button', class: 'quiet', onclick: () => this.set(true) }, 'All'),
        element(
          'button',
          { type: 'button', class: 'quiet', onclick: () => this.set(false) },
          'None',
        ),
      ),
      this.items,
    );
    onTheme(() => this.draw());
  }

  // Of each line its name, a note behind it, and a function that gives its picture.
  fill(entries, shown) {
    this.entries = entries;
    this.shown = new Set(shown);
    this.draw();
  }

  set(all) {
    this.shown = new Set(all ? this.entries.keys() : []);
    this.draw();
    this.toggled();
  }

  draw() {
    const focused = [...this.items.querySelectorAll('input')].indexOf(document.activeElement);
    this.items.replaceChildren(
      ...this.entries.map(({ name, note, picture }, i) => {
        const box = element('input', { type: 'checkbox', checked: this.shown.has(i) });
        box.addEventListener('change', () => {
          if (box.checked) this.shown.add(i);
          else this.shown.delete(i);
          this.toggled();
        });
        return element(
          'li',
          {},
          element(
            'label',
            {
              onmouseenter: () => this.pointed(i),
              onmouseleave: () => this.pointed(null),
            },
            box,
            picture(),
            element('span', { class: 'name' }, name),
            note ? element('span', { class: 'muted' }, note) : null,
          ),
        );
      }),
    );
    if (focused >= 0) this.items.querySelectorAll('input')[focused]?.focus();
  }
}
