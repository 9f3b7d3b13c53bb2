// What the config expects of its runs, as the numbers that a notebook printed, beside what came out.

import { element, section, table } from './dom.js';

export function claimsSection({ claims: { claims } }) {
  if (claims.length === 0) return null;
  const missed = claims.filter(({ verdict }) => verdict.startsWith('MISSED')).length;
  const several = new Set(claims.map(({ config }) => config)).size > 1;
  const sources = claims.some(({ source }) => source);
  const header = [
    ...(several ? ['experiment'] : []),
    ...(sources ? ['source'] : []),
    'what',
    'expected',
    'here',
    'verdict',
    'note',
  ];
  const rows = claims.map((claim) => [
    ...(several ? [claim.config] : []),
    ...(sources ? [claim.source] : []),
    claim.quantity,
    claim.expected,
    claim.ours,
    element(
      'span',
      { class: 'verdict ' + claim.verdict.split(' ')[0].toLowerCase() },
      claim.verdict,
    ),
    claim.note,
  ]);
  return section(
    'claims',
    'Expected values',
    element(
      'p',
      {},
      missed === 0
        ? `None of the ${claims.length} numbers that the config expects is missed.`
        : `${missed} of the ${claims.length} numbers that the config expects are missed.`,
    ),
    table('Expected values', header, rows),
  );
}
