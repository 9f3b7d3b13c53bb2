// The page, from top to bottom.

import { answerSection, heading } from './answer.js';
import { startCharts } from './chart.js';
import { claimsSection } from './claims.js';
import { classTablesSection } from './class_tables.js';
import { comparisonSection } from './comparison.js';
import { curvesSection } from './curves.js';
import { element } from './dom.js';
import { findingsSection } from './findings.js';
import { page } from './page_data.js';
import { provenanceSection } from './provenance.js';
import { runsSection } from './runs_table.js';
import { sweepSection } from './sweep_view.js';
import { startTheme } from './theme.js';

startTheme(document.getElementById('theme'));
const sections = [
  answerSection,
  curvesSection,
  sweepSection,
  comparisonSection,
  classTablesSection,
  claimsSection,
  findingsSection,
  runsSection,
  provenanceSection,
]
  .map((make) => make(page))
  .filter((one) => one !== null);
document.getElementById('main').append(heading(page), ...sections);
document
  .getElementById('sections')
  .append(
    ...sections.map((one) =>
      element('a', { href: '#' + one.id }, one.querySelector('h2').textContent),
    ),
  );
document
  .getElementById('footer')
  .append(
    `Written by ${page.program} on ${page.written}. Charts by Apache ECharts ${echarts.version}, Apache License 2.0.`,
  );
startCharts();
