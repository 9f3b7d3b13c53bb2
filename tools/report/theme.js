// Light and dark: as the system says, until the switch says otherwise. Charts are drawn on canvas and
// must be told.

const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = [];
let chosen = null;
let printing = false;

export const isDark = () => !printing && (chosen === null ? system.matches : chosen === 'dark');
export const shade = () => (isDark() ? 'dark' : 'light');
export const onTheme = (listener) => listeners.push(listener);

export function color(name) {
  return getComputedStyle(document.documentElement)
    .getPropertyValue('--' + name)
    .trim();
}

function apply() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

export function startTheme(button) {
  const say = () => {
    button.replaceChildren(isDark() ? 'Light' : 'Dark');
    button.setAttribute('aria-label', isDark() ? 'Use light colors' : 'Use dark colors');
  };
  button.addEventListener('click', () => {
    chosen = isDark() ? 'light' : 'dark';
    apply();
    say();
  });
  system.addEventListener('change', () => {
    apply();
    say();
  });
  // Paper is white.
  addEventListener('beforeprint', () => {
    printing = true;
    apply();
  });
  addEventListener('afterprint', () => {
    printing = false;
    apply();
  });
  apply();
  say();
}
