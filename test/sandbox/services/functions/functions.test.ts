import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
});
afterAll(() => at.sandbox.close());

const create = (functionId: string, settings: object = {}) =>
  at.request('POST', '/functions', {
    body: { functionId, name: 'Hello', runtime: 'node-18.0', ...settings },
  });

it('creates, changes and deletes a function', async () => {
  const created = await create('hello');
  expect(created).toMatchObject({
    status: 201,
    json: { $id: 'hello', name: 'Hello', enabled: true, live: true, timeout: 15, deployment: '', vars: [] },
  });
  expect(await create('hello')).toMatchObject({ status: 409, json: { type: 'document_already_exists' } });
  const updated = await at.request('PUT', '/functions/hello', {
    body: { name: 'Hello', entrypoint: 'src/main.js', schedule: '*/5 * * * *', execute: ['any'] },
  });
  expect(updated).toMatchObject({
    status: 200,
    json: { runtime: 'node-18.0', entrypoint: 'src/main.js', schedule: '*/5 * * * *', live: false },
  });
  const renamed = await at.request('PUT', '/functions/hello', { body: { name: 'Hello' } });
  expect(renamed.json).toMatchObject({
    ...{ runtime: 'node-18.0', entrypoint: 'src/main.js', schedule: '', execute: [] },
  });
  const found = await at.request('GET', '/functions?search=node');
  expect(found.json).toMatchObject({ total: 1, functions: [{ $id: 'hello' }] });
  expect((await at.request('DELETE', '/functions/hello')).status).toBe(204);
  expect((await at.request('GET', '/functions/hello')).json.type).toBe('function_not_found');
});

it.each([
  ['a runtime that does not exist', { runtime: 'cobol-1' }, 'runtime'],
  ['a malformed role', { execute: ['everyone'] }, 'execute'],
  ['an event that is none', { events: ['now'] }, 'events'],
  ['a schedule that is none', { schedule: 'daily at 5' }, 'schedule'],
  ['no time at all', { timeout: 0 }, 'timeout'],
  ['too much time', { timeout: 901 }, 'timeout'],
])('refuses %s', async (_, settings, param) => {
  const answer = await create('unique()', settings);
  expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  expect(answer.json.message).toContain(param);
});

it('refuses a runtime that a new server has not enabled, before the taken ID', async () => {
  await create('taken');
  expect(await create('taken', { runtime: 'node-20.0' })).toMatchObject({
    status: 404,
    json: { type: 'function_runtime_unsupported' },
  });
});

it('has nothing that would have to be fetched', async () => {
  expect((await create('unique()', { templateRepository: 'starter' })).status).toBe(501);
  const git = await create('unique()', { installationId: 'github' });
  expect(git).toMatchObject({ status: 404, json: { type: 'installation_not_found' } });
});

it('lists the runtimes that a new server has enabled', async () => {
  const { total, runtimes } = (await at.request('GET', '/functions/runtimes')).json;
  expect(runtimes.map(({ $id }: { $id: string }) => $id)).toEqual([
    ...['node-18.0', 'php-8.0', 'ruby-3.1', 'python-3.9'],
  ]);
  expect(total).toBe(4);
  expect(runtimes[0]).toEqual({
    $id: 'node-18.0',
    name: 'Node.js',
    version: '18.0',
    base: 'node:18.0-alpine3.15',
    image: 'openruntimes/node:v3-18.0',
    logo: 'node.png',
    supports: ['x86', 'arm64', 'armv7', 'armv8'],
  });
});

describe('variables', () => {
  const variables = '/functions/vars/variables';
  const add = (key: string, value: string) => at.request('POST', variables, { body: { key, value } });

  it('creates, changes and deletes a variable', async () => {
    await create('vars');
    const { status, json } = await add('A', '1');
    expect({ status, json }).toMatchObject({
      status: 201,
      json: { key: 'A', value: '1', resourceType: 'function', resourceId: 'vars' },
    });
    expect((await at.request('GET', '/functions/vars')).json).toMatchObject({ live: false, vars: [json] });

    const path = `${variables}/${json.$id}`;
    const renamed = await at.request('PUT', path, { body: { key: 'B' } });
    expect(renamed.json).toMatchObject({ key: 'B', value: '1' });
    expect((await at.request('GET', path)).json).toEqual(renamed.json);
    expect((await at.request('DELETE', path)).status).toBe(204);
    expect((await at.request('GET', path)).json.type).toBe('variable_not_found');
    expect((await at.request('GET', variables)).json).toEqual({ total: 0, variables: [] });
  });

  it('refuses a key that is taken', async () => {
    await add('X', '1');
    const { json: other } = await add('Y', '2');
    expect(await add('X', '3')).toMatchObject({ status: 409, json: { type: 'variable_already_exists' } });
    const renamed = await at.request('PUT', `${variables}/${other.$id}`, { body: { key: 'X' } });
    expect(renamed.json.type).toBe('variable_already_exists');
    const kept = await at.request('PUT', `${variables}/${other.$id}`, { body: { key: 'Y', value: '4' } });
    expect(kept.json.value).toBe('4');
  });
});
