import { describe, expect, it } from 'vitest';
import { items, workplace } from '../bulk/kit.ts';
import { hangUp, startFaults } from '../kit/faults.ts';

const place = ['databases', 'create-string-attribute', 'db', 'items', '--size', '9', '--no-required'];
const index = ['databases', 'create-index', 'db', 'items', '--type', 'unique', '--attributes', 'text'];

describe('--wait', () => {
  it.each([
    ['string', ['--size', '9', '--no-required', '--key', 'new']],
    ['integer', ['--no-required', '--key', 'new']],
    ['relationship', ['--related-collection-id', 'items', '--type', 'oneToMany', '--key', 'new']],
  ])('prints the %s attribute when it is available', async (type, flags) => {
    const { at, run } = await workplace();
    await items(at);
    const { stdout, code } = await run([
      'databases',
      `create-${type}-attribute`,
      'db',
      'items',
      ...flags,
      '--wait',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ key: 'new', status: 'available' });
    expect(code).toBe(0);
  });

  it('prints the index when it is available', async () => {
    const { at, run } = await workplace();
    await items(at);
    const { stdout, code } = await run([...index, '--key', 'by_text', '--wait', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ key: 'by_text', status: 'available', attributes: ['text'] });
    expect(code).toBe(0);
  });

  it('fails without a reason if the server gives none', async () => {
    const { at, run } = await workplace();
    const collection = await items(at);
    await collection.create('a', { number: 1, text: 'same' });
    await collection.create('b', { number: 2, text: 'same' });
    const { stdout, stderr, code } = await run([...index, '--key', 'by_text', '--wait']);
    expect(stdout).toBe('');
    expect(stderr).toContain('error: the index by_text could not be created\n');
    expect(stderr).toContain('databases delete-index');
    expect(code).toBe(1);
  });

  it('fails with the reason from the server', async () => {
    const { at, run } = await workplace();
    await items(at);
    const words = 'databases create-relationship-attribute db items --related-collection-id items';
    const { stderr, code } = await run([
      ...words.split(' '),
      '--type',
      'oneToOne',
      '--key',
      'peer',
      '--wait',
    ]);
    expect(stderr).toContain(
      'error: the attribute peer could not be created: Invalid index attribute "peer" not found',
    );
    expect(code).toBe(1);
  });

  it('does not wait without the flag', async () => {
    const { at, run } = await workplace();
    await items(at);
    const { stdout } = await run([...place, '--key', 'new', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'processing' });
  });

  it('gives up after --wait-timeout, and says how to look again', async () => {
    const { at, run } = await workplace({ asyncDelayMs: 60_000 });
    await at.request('POST', '/databases', { body: { databaseId: 'db', name: 'DB' } });
    await at.request('POST', '/databases/db/collections', { body: { collectionId: 'items', name: 'Items' } });
    const began = Date.now();
    const { stderr, code } = await run([...place, '--key', 'new', '--wait', '--wait-timeout', '0.3']);
    expect(stderr).toContain('the attribute new is still processing after 0.3 s');
    expect(stderr).toContain('appwrite-cli databases get-attribute db items new');
    expect(code).toBe(1);
    expect(Date.now() - began).toBeGreaterThanOrEqual(300);
  });

  it('warns that the change may have been made if the response is lost', async () => {
    await using server = await startFaults(hangUp);
    const { run } = await workplace();
    const env = { APPWRITE_ENDPOINT: server.endpoint, APPWRITE_PROJECT_ID: 'p', APPWRITE_API_KEY: 'k' };
    const { stderr, code } = await run([...place, '--key', 'new', '--wait'], { env });
    expect(stderr).toContain('hint: the server may have carried it out');
    expect(code).toBe(6);
  });

  it.each([
    [['--wait-timeout', '5'], '--wait-timeout has no effect without --wait'],
    [['--wait', '--wait-timeout', '0'], '--wait-timeout takes seconds between 0 and 86400, not "0"'],
    [['--wait', '--wait-timeout', 'long'], '--wait-timeout takes seconds'],
  ])('refuses %j and creates nothing', async (flags, message) => {
    const { at, run } = await workplace();
    await items(at);
    const { stderr, code } = await run([...place, '--key', 'new', ...flags]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect((await at.request('GET', '/databases/db/collections/items/attributes/new')).status).toBe(404);
  });

  it('shows the one request with --dry-run', async () => {
    const { run } = await workplace();
    const { stdout, code } = await run([...place, '--key', 'new', '--wait', '--dry-run']);
    expect(stdout).toMatch(/^curl/);
    expect(code).toBe(0);
  });
});
