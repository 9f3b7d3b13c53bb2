// What `logitbench check` says of these results.

import { element, section } from './dom.js';

export function findingsSection({ findings: { summary, findings } }) {
  return section(
    'findings',
    'Findings',
    element('p', {}, 'What logitbench check says of these results: ' + summary + '.'),
    findings.map(oneFinding),
  );
}

function oneFinding({ code, severity, place, what, evidence, advice, run_ids: runs = [] }) {
  return element(
    'article',
    { class: 'finding ' + severity },
    element('h3', {}, element('span', { class: 'badge' }, severity), ' ', what),
    element('p', { class: 'note' }, element('code', {}, code), ' at ', element('code', {}, place)),
    evidence ? evidencePart(severity, evidence) : null,
    advice ? element('p', { class: 'advice' }, advice) : null,
    runs.length > 0
      ? element(
          'details',
          {},
          element('summary', {}, `Seen in ${runs.length} run${runs.length === 1 ? '' : 's'}`),
          element(
            'p',
            { class: 'note' },
            runs.slice(0, 50).join(', ') + (runs.length > 50 ? ', ...' : ''),
          ),
        )
      : null,
  );
}

// What is in order is there for who asks.
function evidencePart(severity, evidence) {
  const text = element('p', { class: 'evidence' }, evidence);
  return severity === 'info' && evidence.includes('\n')
    ? element('details', {}, element('summary', {}, 'Details'), text)
    : text;
}
