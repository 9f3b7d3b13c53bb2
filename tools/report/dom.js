// Elements from names, attributes and children. Text goes in as text: nothing of a user's file is
// ever taken for markup.

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

// A part of the page with a heading, found by the navigation above.
export function section(id, title, ...children) {
  return element(
    'section',
    { id, 'aria-labelledby': id + '-title', tabindex: '-1' },
    element('h2', { id: id + '-title' }, title),
    ...children,
  );
}

let fields = 0;
// A control with its label in front.
export function labelled(label, control) {
  control.id = control.id || 'field-' + ++fields;
  return element('span', { class: 'field' }, element('label', { for: control.id }, label), control);
}

export function select(options, chosen, onchange) {
  const control = element('select', { onchange: () => onchange(control.value) });
  for (const { value, text } of options)
    control.append(element('option', { value, selected: String(value) === String(chosen) }, text));
  return control;
}

export function checkbox(label, checked, onchange) {
  const box = element('input', {
    type: 'checkbox',
    checked,
    onchange: () => onchange(box.checked),
  });
  return element('label', { class: 'check' }, box, ' ', label);
}

// Wide tables move inside their box; the box takes the keyboard's focus so that its arrows move it.
export function table(caption, header, rows, isNumber = () => false) {
  const head = element(
    'tr',
    {},
    header.map((name, c) =>
      element('th', { scope: 'col', class: isNumber(c) ? 'number' : null }, name),
    ),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((cell, c) => element('td', { class: isNumber(c) ? 'number' : null }, cell)),
    ),
  );
  return scrollable(
    caption,
    element(
      'table',
      {},
      element('caption', { class: 'unseen' }, caption),
      element('thead', {}, head),
      element('tbody', {}, body),
    ),
  );
}

export function scrollable(label, node) {
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    node,
  );
}

export function list(items, className = '') {
  return element(
    'ul',
    { class: className },
    items.map((item) => element('li', {}, item)),
  );
}
