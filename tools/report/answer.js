// The question, and the answer in words.

import { element, list, section } from './dom.js';
import { plural } from './format.js';

const mostLines = 8;

export function heading(page) {
  const first = page.provenance[0] ?? {};
  const names = page.provenance.map((one) => one.experiment || one.name).join(', ');
  const questions = [...new Set(page.provenance.map((one) => one.question).filter(Boolean))];
  const counts = Object.entries(page.counts);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  document.title = names + ' - Logitbench report';
  return element(
    'header',
    { class: 'head' },
    element('p', { class: 'eyebrow' }, questions.length > 0 ? names : 'Experiment'),
    element('h1', {}, questions.length > 0 ? questions.join(' ') : names),
    first.note && page.provenance.length === 1 ? element('p', { class: 'lede' }, first.note) : null,
    element(
      'p',
      { class: 'counts' },
      element('span', {}, plural(total, 'run', 'runs')),
      counts.map(([status, count]) =>
        element('span', { class: 'status ' + status }, `${count} ${status}`),
      ),
    ),
  );
}

export function answerSection(page) {
  const { comparison, courses } = page;
  // Each key by itself says more than all settings one by one, which follow.
  const byOne = comparison.comparisons.filter(({ by }) => by.length === 1);
  const byAll = comparison.comparisons.filter(({ by }) => by.length !== 1);
  return section(
    'answer',
    'Answer',
    element('p', { class: 'lead' }, comparison.lead),
    courses.contradictions.map((text) => element('p', { class: 'warning' }, text)),
    element('div', { class: 'answers' }, byOne.map(oneAnswer)),
    byAll.map((one) =>
      element(
        'details',
        { open: byOne.length === 0 },
        element('summary', {}, 'Every setting beside the best'),
        oneAnswer(one),
      ),
    ),
    list(
      comparison.not_compared.map((text) => 'Not compared by ' + text + '.'),
      'note',
    ),
    coursesPart(courses),
  );
}

function oneAnswer({ by, answer }) {
  const [first, ...rest] = answer;
  const more = rest.slice(mostLines);
  return element(
    'article',
    {},
    element('h3', {}, 'By ' + by.join(', ')),
    element('p', {}, first + '.'),
    list(rest.slice(0, mostLines)),
    more.length > 0
      ? element('details', {}, element('summary', {}, `${more.length} more`), list(more))
      : null,
  );
}

function coursesPart({ settings, of }) {
  if (settings.length === 0) return null;
  return element(
    'details',
    { class: 'courses', open: settings.length <= 14 },
    element('summary', {}, 'What the runs did, setting by setting'),
    element(
      'dl',
      {},
      settings.map(({ setting, diverged, sentences }) => [
        element('dt', { class: diverged ? 'diverged' : null }, setting),
        element('dd', {}, sentences.join('; ') + '.'),
      ]),
    ),
    of > settings.length
      ? element('p', { class: 'note' }, `The first ${settings.length} of ${of} settings.`)
      : null,
  );
}
