// The picture of a schema: the demo's shop with the collections that such a shop gets in time.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/appwrite-cli.js', import.meta.url));

/** @returns {string} the text of an SVG file */
export function drawSchema() {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const file = join(folder, 'appwrite.json');
  const run = (...words) =>
    execFileSync(process.execPath, [launcher, ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, APPWRITE_CLI_CONFIG_DIR: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  try {
    run('sandbox', 'run', '--seed', '--quiet', '--', 'appwrite-cli', 'pull', '--quiet');
    writeFileSync(file, JSON.stringify(grownShop(JSON.parse(readFileSync(file, 'utf8')))));
    run('databases', 'diagram', 'shop', '--out', 'schema.svg');
    return readFileSync(join(folder, 'schema.svg'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const text = (key, size, required = false) => ({ key, type: 'string', size, required, array: false });
const value = (key, type, required = false) => ({ key, type, required, array: false });
const relation = (key, relatedCollection, relationType, twoWayKey, isTwoWay = true) => ({
  ...value(key, 'relationship'),
  ...{ relatedCollection, relationType, twoWay: isTwoWay, twoWayKey, onDelete: 'setNull', side: 'parent' },
});
const index = (type, ...attributes) => ({ key: `by_${attributes.join('_')}`, type, attributes, orders: [] });

function collection(id, attributes, indexes = []) {
  return { $id: id, $permissions: [], databaseId: 'shop', name: id, attributes, indexes };
}

function grownShop(project) {
  const [products] = project.collections;
  products.attributes.push(relation('reviews', 'reviews', 'oneToMany', 'product'));
  project.collections.push(
    collection(
      'customers',
      [
        { ...text('email', 254, true), format: 'email' },
        text('name', 128, true),
        value('joined', 'datetime'),
        relation('addresses', 'addresses', 'oneToMany', 'customer'),
        relation('orders', 'orders', 'oneToMany', 'customer'),
      ],
      [index('unique', 'email')],
    ),
    collection('addresses', [
      text('street', 200, true),
      text('city', 100, true),
      { ...text('country', 2, true), format: 'enum', elements: ['AT', 'CH', 'DE', 'FR'] },
    ]),
    collection(
      'orders',
      [
        text('number', 20, true),
        { ...text('status', 16, true), format: 'enum', elements: ['new', 'paid', 'sent'] },
        value('placed', 'datetime', true),
        relation('items', 'order-items', 'oneToMany', 'order'),
        relation('shipTo', 'addresses', 'manyToOne', 'orders', false),
      ],
      [index('unique', 'number'), index('key', 'status', 'placed')],
    ),
    collection('order-items', [
      value('quantity', 'integer', true),
      value('price', 'double', true),
      relation('product', 'products', 'manyToOne', 'items', false),
    ]),
    collection('reviews', [
      value('rating', 'integer', true),
      text('text', 2000),
      relation('author', 'customers', 'manyToOne', 'reviews', false),
    ]),
  );
  return project;
}
