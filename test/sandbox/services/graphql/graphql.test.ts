import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RequestOptions, type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
const reported: unknown[] = [];
beforeAll(async () => {
  at = await testSandbox({ report: (error) => reported.push(error) });
  for (const databaseId of ['shop', 'blog']) {
    await at.request('POST', '/databases', { body: { databaseId, name: databaseId } });
  }
});
afterAll(() => at.sandbox.close());

const ask = (query: string, variables: object = {}, options: RequestOptions = {}) =>
  at.request('POST', '/graphql', { body: { query, variables }, ...options });

describe('GraphQL queries', () => {
  it('answers with the requested fields only', async () => {
    const answer = await ask('{ localeGet { country } }');
    expect(answer).toMatchObject({ status: 200, json: { data: { localeGet: { country: 'Unknown' } } } });
    expect(Object.keys(answer.json.data.localeGet)).toEqual(['country']);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3888000');
  });

  it('accepts arguments and variables, and several queries at once', async () => {
    const query = `query ($id: String!, $queries: [String]) {
      one: databasesGet(databaseId: $id) { _id name _createdAt enabled }
      some: databasesList(queries: $queries) { total databases { _id } }
    }`;
    const limit = JSON.stringify({ method: 'limit', values: [1] });
    const { json } = await ask(query, { id: 'blog', queries: [limit] });
    expect(json.data.one).toMatchObject({ _id: 'blog', name: 'blog', enabled: true });
    expect(json.data.some).toEqual({ total: 2, databases: [{ _id: 'shop' }] });
  });

  it('names fields in the spelling of the SDKs', async () => {
    const { json } = await ask('{ localeListCountriesEU { total } healthGetDB { statuses { name } } }');
    expect(json.data.localeListCountriesEU.total).toBe(27);
    expect(json.data.healthGetDB.statuses).toHaveLength(2);
  });

  it('accepts requests wrapped by the SDKs, and with an operation name', async () => {
    const query = 'query a { localeGet { ip } } query b { localeGet { eu } }';
    const answer = await at.request('POST', '/graphql', { body: { query: { query, operationName: 'b' } } });
    expect(answer.json).toEqual({ data: { localeGet: { eu: false } } });
  });
});

describe('GraphQL mutations', () => {
  const mutate = (query: string, variables: object = {}) =>
    at.request('POST', '/graphql/mutation', { body: { query, variables } });

  it('creates, changes and deletes', async () => {
    const made = await mutate('mutation { databasesCreate(databaseId: "tmp", name: "Tmp") { _id enabled } }');
    expect(made.json).toEqual({ data: { databasesCreate: { _id: 'tmp', enabled: true } } });
    const gone = await mutate('mutation { databasesDelete(databaseId: "tmp") { status } }');
    expect(gone.json).toEqual({ data: { databasesDelete: { status: 'OK' } } });
    expect((await at.request('GET', '/databases/tmp')).status).toBe(404);
  });

  it.each([
    ['text', '"{\\"theme\\":\\"dark\\"}"'],
    ['an object', '{theme: "dark"}'],
  ])('accepts JSON as %s, and answers with it as text', async (_, prefs) => {
    await at.request('POST', '/teams', { body: { teamId: 'crew', name: 'Crew' } });
    const { json } = await mutate(`mutation { teamsUpdatePrefs(teamId: "crew", prefs: ${prefs}) { data } }`);
    expect(json).toEqual({ data: { teamsUpdatePrefs: { data: '{"theme":"dark"}' } } });
    const team = await ask('{ teamsGet(teamId: "crew") { name prefs { data } } }');
    expect(team.json.data.teamsGet).toEqual({ name: 'Crew', prefs: { data: '{"theme":"dark"}' } });
  });
});

describe('GraphQL errors', () => {
  it.each([
    ['{ nope }', 'Cannot query field "nope" on type "Query".', 3],
    ['{ localeGet', 'Syntax Error: Expected Name, found <EOF>.', 12],
    ['{ databasesGet { name } }', 'Field "databasesGet" argument "databaseId"', 3],
    ['{ __schema { types { name } } }', 'GraphQL introspection', 3],
    [`{${' a'.repeat(2001)} }`, 'Syntax Error', undefined],
    [`{ nope(a: ${'['.repeat(990)}${']'.repeat(990)}) }`, 'Cannot query field "nope"', 3],
  ])('reports with status 200: %.30s', async (query, message, column) => {
    const { status, json } = await ask(query);
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(['errors']);
    expect(json.errors[0].message).toContain(message);
    expect(json.errors[0].extensions).toEqual({ category: 'graphql' });
    if (column !== undefined) expect(json.errors[0].locations).toEqual([{ line: 1, column }]);
  });

  it('reports errors of an operation beside the rest of the answer', async () => {
    const { json } = await ask('{ localeGet { eu } databasesGet(databaseId: "nope") { name } }');
    expect(json.data).toEqual({ localeGet: { eu: false }, databasesGet: null });
    expect(json.errors).toMatchObject([
      {
        message: expect.stringContaining('nope'),
        extensions: { category: 'appwrite' },
        path: ['databasesGet'],
      },
    ]);
  });

  it('refuses a guest what is refused elsewhere', async () => {
    const { json } = await ask('{ databasesList { total } }', {}, { guest: true });
    expect(json.errors[0].message).toBe('User (role: guests) missing scope (databases.read)');
    expect(json.data).toEqual({ databasesList: null });
  });
});

it('refuses a request without a query', async () => {
  const answer = await at.request('POST', '/graphql', { body: {} });
  expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
});

it('tells attributes apart by their types', async () => {
  const collection = '/databases/shop/collections';
  await at.request('POST', collection, { body: { collectionId: 'c', name: 'C' } });
  const attributes = `${collection}/c/attributes`;
  await at.request('POST', `${attributes}/string`, { body: { key: 's', size: 9, required: false } });
  await at.request('POST', `${attributes}/enum`, { body: { key: 'e', elements: ['x'], required: false } });
  await at.request('POST', `${attributes}/float`, { body: { key: 'f', min: 1.5, required: false } });
  const { json } = await ask(`{ databasesListAttributes(databaseId: "shop", collectionId: "c") { attributes {
    ... on AttributeString { key size }
    ... on AttributeEnum { key elements }
    ... on AttributeFloat { key min }
  } } }`);
  expect(json.data.databasesListAttributes.attributes).toEqual([
    { key: 's', size: 9 },
    { key: 'e', elements: ['x'] },
    { key: 'f', min: 1.5 },
  ]);
});

it('returns the members of documents as text', async () => {
  const documents = '/databases/shop/collections/c/documents';
  const body = { documentId: 'd', data: { s: 'hi' } };
  await vi.waitFor(async () => expect((await at.request('POST', documents, { body })).status).toBe(201));
  const { json } = await ask(
    '{ databasesGetDocument(databaseId: "shop", collectionId: "c", documentId: "d") { _id data } }',
  );
  expect(json.data.databasesGetDocument._id).toBe('d');
  expect(JSON.parse(json.data.databasesGetDocument.data)).toMatchObject({ s: 'hi', e: null });
});

it('reports nothing as unexpected', () => expect(reported).toEqual([]));
