// The scenes of the README's pictures. Each ends with the clock at `today`.
import { sendMonthOfRequests } from './traffic.mjs';

const today = '2026-03-02T09:00:00.000Z';

export const scenes = [
  {
    name: 'first-minute',
    title: 'A sandbox, a query, the page of a collection, and a document picked from a list',
    columns: 88,
    rows: 30,
    time: today,
    isFilm: true,
    async play(terminal) {
      await terminal.show('appwrite-cli sandbox shell --seed');
      await terminal.show(
        "appwrite-cli databases list-documents shop products --where 'price > 20' --sort -price",
      );
      await terminal.show('appwrite-cli databases get-collection shop products');
      await terminal.type('appwrite-cli databases get-document');
      await terminal.press('Enter', '❯ shop');
      await terminal.press('Enter', '❯ products');
      await terminal.press('Enter', '❯ mug');
      await terminal.press('Down', '❯ teapot');
      await terminal.finish();
    },
  },
  {
    name: 'plan',
    title: 'The plan of a changed project file: actions line by line, and the data that would be lost',
    columns: 88,
    rows: 40,
    time: today,
    isFilm: false,
    async play(terminal) {
      await terminal.prepare('appwrite-cli sandbox shell --seed');
      await terminal.prepare('appwrite-cli pull');
      terminal.write('appwrite.json', changedProject(terminal.read('appwrite.json')));
      await terminal.show('appwrite-cli plan');
    },
  },
  {
    name: 'usage',
    title: 'Charts of the requests, the traffic and the contents of a project',
    columns: 88,
    rows: 50,
    time: today,
    isFilm: false,
    async play(terminal) {
      await terminal.prepare(
        'appwrite-cli sandbox start --seed --json --quiet > sandbox.json & until grep -q } sandbox.json; do sleep 0.1; done',
      );
      const sandbox = JSON.parse(terminal.read('sandbox.json'));
      await sendMonthOfRequests(sandbox, today, terminal);
      await terminal.prepare(
        `echo only-for-trying | appwrite-cli login --endpoint ${sandbox.endpoint} --email ada@example.com --password-stdin --project ${sandbox.project}`,
      );
      await terminal.show('appwrite-cli project usage');
    },
  },
];

/** Changes a project as a developer might: a longer title, a new attribute with its index, a renamed team, a setting. */
function changedProject(text) {
  const project = JSON.parse(text);
  const [products] = project.collections;
  const attribute = (key) => products.attributes.find((one) => one.key === key);
  attribute('title').size = 64;
  attribute('category').elements.push('outdoors');
  products.attributes.push({ key: 'sku', type: 'string', size: 32, required: false, array: false });
  products.indexes.push({ key: 'by_sku', type: 'unique', attributes: ['sku'], orders: ['ASC'] });
  project.buckets[0].maximumFileSize = 2_000_000;
  project.teams[0].name = 'Editors';
  project.functions[0].timeout = 60;
  return JSON.stringify(project, undefined, 2);
}
