import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Workplace, workplace, workplaceAt } from './pushing.ts';

const text = (key: string, facts: object = {}) => ({
  key,
  type: 'string',
  size: 50,
  required: false,
  ...facts,
});
const collection = (facts: object = {}) => ({
  $id: 'posts',
  databaseId: 'main',
  name: 'Posts',
  enabled: true,
  attributes: [text('title')],
  indexes: [{ key: 'by_title', type: 'key', attributes: ['title'], orders: ['ASC'] }],
  ...facts,
});
const project = (facts: object = {}) => ({
  projectId: 'sandbox',
  databases: [{ $id: 'main', name: 'Main' }],
  collections: [collection()],
  teams: [{ $id: 'editors', name: 'Editors' }],
  functions: [{ $id: 'mailer', name: 'Mailer', runtime: 'node-18.0', entrypoint: 'main.js', path: 'mailer' }],
  ...facts,
});
const files = {
  'appwrite.json': project(),
  'appwrite-cli.json': { version: 1, variables: { mailer: { TOKEN: { env: 'MAIL_TOKEN' } } } },
  'mailer/main.js': 'export default () => {};',
};
const env = { MAIL_TOKEN: 'canary-token-3' };
const collectionPath = '/databases/main/collections/posts';

/** A saved plan for an empty project. */
async function planned(): Promise<Workplace & { readonly plan: string }> {
  const place = await workplace(files);
  const { code, stderr, writes } = await place.run('plan --json -o plan.json', { env });
  expect({ code: code === 0 || stderr, writes }).toEqual({ code: true, writes: [] });
  return { ...place, plan: readFileSync(join(place.folder, 'plan.json'), 'utf8') };
}

describe('push of a saved plan', () => {
  it('applies it, and says that all is done the second time (story 72)', async () => {
    const place = await planned();
    const first = await place.run('push plan.json --yes --json', { env });
    expect(first.code === 0 || first).toBe(true);
    expect(first.report).toMatchObject({ failed: [], open: [], remaining: [] });
    expect(first.report.done).toContain('create variable mailer/TOKEN');
    const second = await place.run('push plan.json --yes', { env });
    expect(second).toMatchObject({ code: 0, writes: [], stdout: 'The project matches the plan.\n' });
    expect((await place.run('push --yes', { env })).writes).toEqual([]);
  });

  it('needs nothing else of the project but the code, and sends the same requests elsewhere (story 70)', async () => {
    const place = await planned();
    expect(place.plan).not.toContain('canary-token-3');
    const elsewhere = workplaceAt(place.sandbox, {
      'plan.json': place.plan,
      'mailer/main.js': files['mailer/main.js'],
    });
    const project = { APPWRITE_PROJECT_ID: '' };
    const { code, stderr, writes } = await elsewhere.run('push plan.json --yes', {
      env: { ...env, ...project },
    });
    expect(code === 0 || stderr).toBe(true);
    const again = await workplace(files);
    expect((await again.run('push --yes', { env })).writes).toEqual(writes);
  });

  it('prints its requests with --dry-run, and sends none', async () => {
    const place = await planned();
    const { code, stdout, writes } = await place.run('push plan.json --dry-run', { env });
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain('# create team editors\ncurl -X POST ');
    expect(stdout).not.toContain('canary-token-3');
  });

  it('goes on with the rest of a plan that was applied in part', async () => {
    const place = await planned();
    await place.send('POST', '/teams', { teamId: 'editors', name: 'Editors' });
    const { code, report } = await place.run('push plan.json --yes --json', { env });
    expect(code).toBe(0);
    expect(report.done).not.toContain('create team editors');
  });

  it('applies it although something else has changed, and refuses it with 9 otherwise (story 71)', async () => {
    const place = await workplace(files);
    await place.run('push --yes', { env });
    place.write('appwrite.json', project({ collections: [collection({ name: 'Articles' })] }));
    await place.run('plan --json -o plan.json', { env });
    await place.send('PUT', '/teams/editors', { name: 'Other' });
    await place.send('PUT', collectionPath, { name: 'Posts', enabled: false });
    const stale = await place.run('push plan.json --yes', { env });
    expect({ code: stale.code, writes: stale.writes }).toEqual({ code: 9, writes: [] });
    expect(stale.stderr).toContain('collection main/posts: enabled was true, is false');
    await place.send('PUT', collectionPath, { name: 'Posts', enabled: true });
    expect((await place.run('push plan.json --yes', { env })).code).toBe(0);
    expect(await place.send('GET', '/teams/editors')).toMatchObject({ name: 'Other' });
  });

  it('refuses it if documents came that would lose values', async () => {
    const place = await workplace(files);
    await place.run('push --yes', { env });
    place.write('appwrite.json', project({ collections: [collection({ attributes: [], indexes: [] })] }));
    await place.run('plan --json --prune collections -o plan.json', { env });
    await place.send('POST', `${collectionPath}/documents`, { documentId: 'd', data: { title: 'kept' } });
    const { code, stderr, writes } = await place.run('push plan.json --yes', { env });
    expect({ code, writes }).toEqual({ code: 9, writes: [] });
    expect(stderr).toContain('attribute main/posts/title: documents was 0, is 1');
  });

  it('refuses other code than it was made from', async () => {
    const place = await planned();
    place.write('mailer/main.js', 'something else');
    const { code, stderr, writes } = await place.run('push plan.json --yes', { env });
    expect({ code, writes }).toEqual({ code: 9, writes: [] });
    expect(stderr).toContain('function mailer: the files in mailer have changed since the plan was made');
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ['without a secret that it needs', 'push plan.json --yes', {}, 2, 'MAIL_TOKEN is not set'],
    ['for another project', 'push plan.json --yes', { ...env, APPWRITE_PROJECT_ID: 'other' }, 2, 'other'],
    [
      'for another server',
      'push plan.json --yes --endpoint http://127.0.0.1:1/v1',
      env,
      3,
      'http://127.0.0.1:1/v1',
    ],
    ['without consent', 'push plan.json', env, 2, 'there is no terminal to ask on'],
    ['with a flag that would change it', 'push plan.json --yes --prune', env, 2, '--prune has no effect'],
    ['that is not there', 'push other.json --yes', env, 2, "the plan other.json can't be read"],
    ['that is no plan', 'push appwrite.json --yes', env, 2, 'format'],
  ])('sends nothing %s', async (_, line, variables, exit, message) => {
    const place = await planned();
    const { code, stderr, writes } = await place.run(line, { env: variables });
    expect({ code, writes, stderr }).toEqual({
      code: exit,
      writes: [],
      stderr: expect.stringContaining(message),
    });
  });
});
