import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Transport, TransportRequest } from '../../../src/transport.ts';
import { runLine } from '../../kit/in-process.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { type Files, projectFolder } from '../../project/file/project.ts';

type Entry = Readonly<Record<string, unknown>>;

/** The project of a seeded sandbox, as far as the tests describe it. */
const products: Entry = {
  $id: 'products',
  databaseId: 'shop',
  name: 'Products',
  $permissions: ['create("users")', 'read("any")'],
  attributes: [
    { key: 'title', type: 'string', size: 128, required: true },
    { key: 'price', type: 'double', required: false, min: 0 },
    { key: 'stock', type: 'integer', required: false, min: 0 },
    {
      key: 'category',
      type: 'string',
      format: 'enum',
      elements: ['kitchen', 'living', 'office', 'garden'],
      required: false,
    },
    { key: 'active', type: 'boolean', required: false, default: true },
    { key: 'tags', type: 'string', size: 32, required: false, array: true },
  ],
};
const shop = (...attributes: Entry[]): Entry => ({
  databases: [{ $id: 'shop', name: 'Shop' }],
  collections: [{ ...products, attributes: attributes.length > 0 ? attributes : products.attributes }],
});
const changed = (key: string, change: Entry): Entry =>
  shop(...(products.attributes as Entry[]).map((each) => (each.key === key ? { ...each, ...change } : each)));
const without = (key: string): Entry =>
  shop(...(products.attributes as Entry[]).filter((each) => each.key !== key));

/** Runs lines in a folder with these files, against one sandbox. */
async function lines(files: Files) {
  const sandbox = await createSandbox({ seed: true });
  const inner = sandboxTransport(sandbox);
  const writes: string[] = [];
  const transport: Transport = {
    send(request: TransportRequest) {
      if (request.method !== 'GET') writes.push(`${request.method} ${request.url.pathname}`);
      return inner.send(request);
    },
    close: () => inner.close(),
  };
  const cwd = projectFolder(files);
  const env = { ...sandboxEnv(sandbox), LANG: 'C.UTF-8' };
  const run = async (...argv: string[]) => {
    const { code, stdout, stderr } = await runLine(argv, { env, cwd, transport });
    return { code, stdout, stderr };
  };
  return { run, writes };
}

const target = 'sandbox at http://127.0.0.1/v1 (APPWRITE_PROJECT_ID, address from APPWRITE_ENDPOINT)';

describe('plan', () => {
  it('says in one line that nothing is to do (story 11)', async () => {
    const { run } = await lines({ 'appwrite.json': shop() });
    const result = await run('plan', '--exit-code');
    expect(result).toEqual({ code: 0, stdout: `${target}\nthe project is as the file says\n`, stderr: '' });
  });

  it('shows a changed default on one line, ends with 9, and sends no write (story 12)', async () => {
    const { run, writes } = await lines({ 'appwrite.json': changed('active', { default: false }) });
    const { code, stdout } = await run('plan', '--exit-code');
    expect(code).toBe(9);
    expect(stdout).toBe(
      `${target}\n~ attribute  shop/products/active  default true → false\n1 to change. Data loss: no\n`,
    );
    expect(writes).toEqual([]);
    expect((await run('plan')).code).toBe(0);
  });

  it('keeps what only the server has, unless --strict asks for it (story 15)', async () => {
    const { run } = await lines({ 'appwrite.json': without('tags') });
    const { code, stdout } = await run('plan', '--exit-code');
    expect(code).toBe(0);
    expect(stdout).toContain('kept: 1 attribute that the file does not mention (--prune deletes them)');
    expect((await run('plan', '--strict')).code).toBe(9);
    expect((await run('diff', '--exit-code')).code).toBe(9);
  });

  it('writes the same JSON twice, but for the time (story 14)', async () => {
    const { run } = await lines({ 'appwrite.json': without('price') });
    const bare = async () =>
      (await run('plan', '--prune', '--json')).stdout.replace(/"createdAt":"[^"]*"/, '');
    const first = await bare();
    expect(first).toContain('"documents":{"kind":"exactly","documents":8}');
    expect(await bare()).toBe(first);
  });

  it('refuses a faulty file before anything is sent', async () => {
    const { run, writes } = await lines({ 'appwrite.json': changed('title', { size: 0 }) });
    const { code, stderr } = await run('plan');
    expect(code).toBe(2);
    expect(stderr).toContain('attribute shop/products/title: "size" must be 1 to 1073741824');
    expect(writes).toEqual([]);
  });
});
