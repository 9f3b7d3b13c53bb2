// Opens a report in headless Chromium, uses it as a reader does and prints what there was to see, as JSON.
//   node look.mjs PLAYWRIGHT_CORE_FOLDER CHROMIUM REPORT.html
// Nothing is fetched: what the page asks for beside itself stands under `requests`.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [library, executablePath, file] = process.argv.slice(2);
const { chromium } = createRequire(library + '/')('./index.js');
const browser = await chromium.launch({ executablePath });
const seen = { errors: [], requests: [] };

async function open(width, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      seen.errors.push(message.text());
  });
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('dialog', (dialog) => {
    seen.errors.push('a dialog: ' + dialog.message());
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) seen.requests.push(request.url());
  });
  const started = performance.now();
  await page.goto(pathToFileURL(file).href);
  if ((await page.locator('#curves').count()) > 0)
    await page.waitForFunction(
      () =>
        document.querySelector('#runs-table tbody') &&
        (document.querySelector('#curves canvas') ||
          document.querySelector('#curves').getBoundingClientRect().top > innerHeight + 300),
    );
  seen.opened_ms = Math.min(seen.opened_ms ?? Infinity, performance.now() - started);
  return page;
}

// How many pixels of a chart are not blank; null where there is no chart.
const ink = (page, section) =>
  page.evaluate((id) => {
    const canvas = document.querySelector(`#${id} canvas`);
    if (canvas === null) return null;
    const copy = Object.assign(document.createElement('canvas'), {
      width: canvas.width,
      height: canvas.height,
    });
    const picture = copy.getContext('2d', { willReadFrequently: true });
    picture.drawImage(canvas, 0, 0);
    const { data } = picture.getImageData(0, 0, copy.width, copy.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) ++count;
    return count;
  }, section);

async function show(page, section) {
  const part = page.locator('#' + section);
  if ((await part.count()) === 0) return false;
  await part.locator('h2').scrollIntoViewIfNeeded();
  if ((await part.locator('.chart').count()) > 0)
    await part.locator('.chart').first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(60);
  return true;
}

const page = await open(1280, 'light');
seen.title = await page.title();
seen.question = await page.locator('h1').textContent();
seen.lead = await page.locator('.lead').textContent();
seen.sections = await page.locator('main section').evaluateAll((all) => all.map((one) => one.id));
seen.text = await page.locator('main').innerText();
seen.markup = await page.evaluate(
  () => document.querySelectorAll('main img, main script, main b.injected').length,
);

seen.ink = {};
for (const section of seen.sections)
  if (await show(page, section)) seen.ink[section] = await ink(page, section);

// A line is taken away and comes back, by the keyboard alone.
if (seen.sections.includes('curves')) {
  await show(page, 'curves');
  const box = page.locator('#curves .series input').first();
  const before = await ink(page, 'curves');
  await box.focus();
  await page.keyboard.press('Space');
  await page.waitForTimeout(60);
  const without = await ink(page, 'curves');
  await page.keyboard.press('Space');
  await page.waitForTimeout(60);
  seen.toggled = { before, without, after: await ink(page, 'curves') };
  seen.lines = await page.locator('#curves .series li').count();

  const chart = await page.locator('#curves canvas').first().boundingBox();
  await page.mouse.move(chart.x + chart.width / 2, chart.y + chart.height / 2);
  await page.waitForTimeout(150);
  seen.hovered = await page.locator('#curves .tip').count();
  // A dragged box zooms, and the fields say to where.
  await page.mouse.move(chart.x + chart.width * 0.4, chart.y + chart.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y + chart.height * 0.6, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(120);
  const field = (label) => page.getByLabel(label, { exact: true }).first();
  seen.zoomed = await field('Epochs from').inputValue();
  await page.getByRole('button', { name: 'Show all' }).click();
  seen.unzoomed = await field('Epochs from').inputValue();
  for (const box of ['log epochs', 'log values']) await page.getByLabel(box).check();
  await page.waitForTimeout(60);
  seen.log_ink = await ink(page, 'curves');
}

// Every row of the table, as its exact values say, page by page.
await show(page, 'runs');
await page.getByLabel('all columns').check();
await page.getByLabel('all digits').check();
seen.columns = await page
  .locator('#runs-table thead th')
  .evaluateAll((all) => all.slice(1).map((one) => one.textContent));
seen.rows = [];
for (;;) {
  seen.rows.push(
    ...(await page
      .locator('#runs-table tbody tr[data-row]')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.cells].slice(1).map((cell) => cell.textContent)),
      )),
  );
  const next = page.getByRole('button', { name: 'Next' });
  if (
    seen.rows.length >= 200 ||
    (await next.count()) === 0 ||
    !(await next.isVisible()) ||
    (await next.isDisabled())
  )
    break;
  await next.click();
}
const first = async (column) =>
  page
    .locator('#runs-table tbody tr[data-row] td')
    .nth(1 + seen.columns.indexOf(column))
    .textContent();
const sorter = page.getByRole('button', { name: 'wall_s', exact: true });
await sorter.focus();
await page.keyboard.press('Enter');
seen.least = await first('wall_s');
await page.keyboard.press('Enter');
seen.largest = await first('wall_s');
const total = await page.locator('#runs [role=status]').textContent();
await page.getByLabel('Filter').fill('no run is called so');
seen.filtered = [total, await page.locator('#runs [role=status]').textContent()];
await page.getByLabel('Filter').fill('');
await page.locator('#runs-table .open').first().click();
seen.command = await page.locator('#runs-table tr.details:not([hidden])').first().textContent();

// Dark, and back to light on paper.
const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
seen.themes = [await theme()];
await page.locator('#theme').click();
seen.themes.push(await theme());
await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
seen.themes.push(await theme());
await page.close();

const phone = await open(400, 'dark');
await phone.waitForTimeout(100);
seen.themes.push(await phone.evaluate(() => document.documentElement.dataset.theme));
seen.sideways = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
await browser.close();
console.log(JSON.stringify(seen));
