// Where the numbers come from.

import { element, section, table } from './dom.js';

export function provenanceSection(page) {
  return section(
    'provenance',
    'Provenance',
    page.provenance.map((one) =>
      element(
        'article',
        {},
        page.provenance.length > 1 ? element('h3', {}, one.name) : null,
        table(
          'Provenance of ' + one.name,
          ['', ''],
          one.facts.map(([name, text]) => [element('strong', {}, name), element('code', {}, text)]),
        ),
        one.settings.length === 0
          ? null
          : element(
              'details',
              {},
              element('summary', {}, 'Settings that all its runs share'),
              table(
                'Shared settings of ' + one.name,
                ['key', 'value'],
                one.settings.map(([key, value]) => [
                  element('code', {}, key),
                  element('code', {}, value),
                ]),
              ),
            ),
      ),
    ),
  );
}
