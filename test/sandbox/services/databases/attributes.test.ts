import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
let things: TestCollection;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  things = await TestCollection.create(at, 'things');
});
afterAll(() => at.sandbox.close());

const made = (answer: { json: { attributes: { key: string }[] } }) =>
  answer.json.attributes.map(({ key }) => key);

describe('creation', () => {
  const common = { status: 'processing', error: '', required: false, array: false };
  test.each([
    ['string', { size: 20 }, { type: 'string', ...common, size: 20, default: null }],
    ['email', {}, { type: 'string', ...common, format: 'email', default: null }],
    ['ip', { default: '::1' }, { type: 'string', ...common, format: 'ip', default: '::1' }],
    ['url', {}, { type: 'string', ...common, format: 'url', default: null }],
    [
      'enum',
      { elements: ['a', 'b'], default: 'b' },
      { type: 'string', ...common, elements: ['a', 'b'], format: 'enum', default: 'b' },
    ],
    ['integer', { min: 1, max: 9 }, { type: 'integer', ...common, min: 1, max: 9, default: null }],
    [
      'float',
      {},
      { type: 'double', ...common, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, default: null },
    ],
    ['boolean', { default: false }, { type: 'boolean', ...common, default: false }],
    ['datetime', {}, { type: 'datetime', ...common, format: '', default: null }],
  ])('creates %s, which is processing and then available', async (kind, body, facts) => {
    const key = `a-${kind}`;
    const created = await things.attribute(kind, { key, ...body });
    expect(created.status).toBe(202);
    expect(Object.entries(created.json)).toEqual(Object.entries({ key, ...facts }));
    await things.settled();
    const { json } = await at.request('GET', `${things.path}/attributes/${key}`);
    expect(json).toEqual({ key, ...facts, status: 'available' });
  });

  test('gives an integer without bounds those of 64 bits, exactly', async () => {
    const { text } = await things.attribute('integer', { key: 'wide' });
    expect(text).toContain('"min":-9223372036854775808,"max":9223372036854775807');
    await things.settled();
  });
});

describe('refusals on creation', () => {
  test.each([
    ['a key that is none', 'boolean', { key: '$no' }, 400, 'general_argument_invalid'],
    ['a key that is too long', 'boolean', { key: 'k'.repeat(37) }, 400, 'general_argument_invalid'],
    ['a key that is taken', 'boolean', { key: 'A-Boolean' }, 409, 'attribute_already_exists'],
    ['a size of nothing', 'string', { key: 'x', size: 0 }, 400, 'general_argument_invalid'],
    ['a size beyond measure', 'string', { key: 'x', size: 2 ** 31 }, 400, 'general_argument_invalid'],
    [
      'a default that is too long',
      'string',
      { key: 'x', size: 2, default: 'abc' },
      400,
      'attribute_value_invalid',
    ],
    [
      'a default that is no string',
      'string',
      { key: 'x', size: 2, default: 1 },
      400,
      'general_argument_invalid',
    ],
    ['a default that is no address', 'email', { key: 'x', default: 'ada' }, 400, 'general_argument_invalid'],
    ['a default that is no date', 'datetime', { key: 'x', default: 'soon' }, 400, 'general_argument_invalid'],
    [
      'a default that is no element',
      'enum',
      { key: 'x', elements: ['a'], default: 'b' },
      400,
      'attribute_value_invalid',
    ],
    ['an empty element', 'enum', { key: 'x', elements: [''] }, 400, 'general_argument_invalid'],
    [
      'too long an element',
      'enum',
      { key: 'x', elements: ['e'.repeat(256)] },
      400,
      'general_argument_invalid',
    ],
    ['bounds upside down', 'integer', { key: 'x', min: 2, max: 1 }, 400, 'attribute_value_invalid'],
    ['bounds upside down', 'float', { key: 'x', min: 0.2, max: 0.1 }, 400, 'attribute_value_invalid'],
    ['a bound that is no integer', 'integer', { key: 'x', min: 0.5 }, 400, 'general_argument_invalid'],
    ['a bound beyond 64 bits', 'integer', { key: 'x', max: 1e19 }, 400, 'general_argument_invalid'],
    ['a default out of bounds', 'integer', { key: 'x', max: 1, default: 2 }, 400, 'attribute_value_invalid'],
    [
      'a default of what is required',
      'boolean',
      { key: 'x', required: true, default: true },
      400,
      'attribute_default_unsupported',
    ],
    [
      'a default of an array',
      'boolean',
      { key: 'x', array: true, default: true },
      400,
      'attribute_default_unsupported',
    ],
  ])('refuses %s (%s)', async (_, kind, body, status, type) => {
    expect(await things.attribute(kind, body)).toMatchObject(refusal(status, type));
  });

  test('refuses an attribute of an unknown collection', async () => {
    const answer = await at.request('POST', '/databases/db/collections/nope/attributes/boolean', {
      body: { key: 'x', required: false },
    });
    expect(answer).toMatchObject(refusal(404, 'collection_not_found'));
  });

  test('refuses what makes a row too wide, but not text stored outside of it', async () => {
    const wide = await TestCollection.create(at, 'wide');
    await wide.attributes(
      ['string', { key: 'outside', size: 20_000 }],
      ['string', { key: 'a', size: 16_000 }],
    );
    const answer = await wide.attribute('string', { key: 'b', size: 100 });
    expect(answer).toMatchObject(refusal(400, 'attribute_limit_exceeded'));
  });
});

describe('updates', () => {
  let changing: TestCollection;
  beforeAll(async () => {
    changing = await TestCollection.create(at, 'changing');
    await changing.attributes(
      ['string', { key: 'text', size: 5 }],
      ['enum', { key: 'choice', elements: ['a', 'b'] }],
      ['integer', { key: 'number', min: 0 }],
      ['boolean', { key: 'flags', array: true }],
    );
  });
  const patch = (kind: string, key: string, body: object) =>
    at.request('PATCH', `${changing.path}/attributes/${kind}/${key}`, { body });

  test.each([
    ['string', 'text', { required: false, default: 'hello' }],
    ['string', 'text', { required: true, default: null }],
    ['enum', 'choice', { required: false, default: 'c', elements: ['c'] }],
    ['integer', 'number', { required: false, default: 3, min: 3, max: 4 }],
  ])('updates a %s', async (kind, key, body) => {
    expect(await patch(kind, key, body)).toMatchObject({ status: 200, json: { key, ...body } });
    expect((await at.request('GET', `${changing.path}/attributes/${key}`)).json).toMatchObject(body);
  });

  test.each([
    ['what is not there', 'string', 'nope', {}, 404, 'attribute_not_found'],
    [
      'a default by the route of another type',
      'integer',
      'text',
      { default: 3, min: 0, max: 5 },
      500,
      'general_unknown',
    ],
    [
      'a default by the route of another format',
      'email',
      'text',
      { default: 'a@example.com' },
      500,
      'general_unknown',
    ],
    [
      'a default out of new bounds',
      'integer',
      'number',
      { default: 99, min: 0, max: 9 },
      400,
      'attribute_value_invalid',
    ],
    [
      'a default of another type',
      'integer',
      'number',
      { default: 1.5, min: 0, max: 9 },
      400,
      'general_argument_invalid',
    ],
    [
      'a default of what is required',
      'string',
      'text',
      { required: true, default: 'x' },
      400,
      'attribute_default_unsupported',
    ],
    ['a default of an array', 'boolean', 'flags', { default: true }, 400, 'attribute_default_unsupported'],
    ['no elements', 'enum', 'choice', { elements: [] }, 400, 'attribute_value_invalid'],
    ['bounds upside down', 'integer', 'number', { min: 2, max: 1 }, 400, 'attribute_value_invalid'],
    ['no bounds', 'integer', 'number', {}, 400, 'general_argument_invalid'],
    ['no default at all', 'string', 'text', { default: undefined }, 400, 'general_argument_invalid'],
  ])('refuses %s', async (_, kind, key, body, status, type) => {
    const answer = await patch(kind, key, { required: false, default: null, ...body });
    expect(answer).toMatchObject(refusal(status, type));
  });
});

describe('updates that do more than they say', () => {
  let made = 0;
  /** Creates a collection with one attribute, and returns how to update the attribute and create documents. */
  async function collectionWith(kind: string, own: object) {
    const odd = await TestCollection.create(at, `odd${++made}`);
    await odd.attributes([kind, { key: 'x', ...own }]);
    let documents = 0;
    return {
      patch: (body: object) =>
        at.request('PATCH', `${odd.path}/attributes/${kind}/x`, { body: { required: false, ...body } }),
      create: (data: object) => odd.create(`d${documents++}`, data),
      update: (data: object) => odd.update('d0', data),
    };
  }

  test.each([
    ['an integer', 'integer', { min: 0, max: 10 }],
    ['a float with a fraction', 'float', { min: 0.25, max: 2.75 }],
  ])('switch the range check of %s off if both bounds stay, until one changes', async (_, kind, bounds) => {
    const { patch, create } = await collectionWith(kind, bounds);
    expect((await create({ x: 55 })).status).toBe(400);
    expect(await patch({ default: 99, ...bounds })).toMatchObject({
      status: 200,
      json: { default: 99, ...bounds },
    });
    expect(await create({ x: 55 })).toMatchObject({ status: 201, json: { x: 55 } });
    expect(await create({ x: null })).toMatchObject({ status: 201, json: { x: 99 } });
    const wider = { ...bounds, max: bounds.max + 1 };
    expect(await patch({ default: 99, ...wider })).toMatchObject(refusal(400, 'attribute_value_invalid'));
    expect((await patch({ default: 1, ...wider })).status).toBe(200);
    expect(await create({ x: 55 })).toMatchObject(refusal(400, 'document_invalid_structure'));
  });

  test('keep checking a float whose bounds are whole', async () => {
    const { patch, create } = await collectionWith('float', { min: 0, max: 10 });
    await patch({ default: null, min: 0, max: 10 });
    expect((await create({ x: 55 })).status).toBe(400);
  });

  test('hide an old default, which goes on to be filled in', async () => {
    const { patch, create, update } = await collectionWith('string', { size: 9, default: 'old' });
    expect(await patch({ default: null })).toMatchObject({ status: 200, json: { default: null } });
    expect(await create({ x: null })).toMatchObject({ status: 201, json: { x: 'old' } });
    expect((await update({ x: null })).json.x).toBe('old');
    await patch({ default: 'new' });
    expect((await create({ x: null })).json.x).toBe('new');
  });
});

test('answers the route of another type with its members, and changes nothing', async () => {
  const other = await TestCollection.create(at, 'other-route');
  await other.attributes(['string', { key: 'text', size: 50 }]);
  const path = (kind: string) => `${other.path}/attributes/${kind}/text`;
  const body = { required: true, default: null, min: 0, max: 5 };
  expect(await at.request('PATCH', path('integer'), { body })).toMatchObject({
    status: 200,
    json: { type: 'string', required: false, min: null, max: null, default: null },
  });
  const { json } = await at.request('GET', `${other.path}/attributes/text`);
  expect(json).toMatchObject({ required: false, size: 50 });
});

test("changes an integer's bounds by the route of a float", async () => {
  const other = await TestCollection.create(at, 'float-route');
  await other.attributes(['integer', { key: 'number', min: 0, max: 9 }]);
  const body = { required: true, default: null, min: 1, max: 5 };
  await at.request('PATCH', `${other.path}/attributes/float/number`, { body });
  const { json } = await at.request('GET', `${other.path}/attributes/number`);
  expect(json).toMatchObject({ type: 'integer', required: true, min: 1, max: 5 });
});

describe('defaults', () => {
  let filled: TestCollection;
  beforeAll(async () => {
    filled = await TestCollection.create(at, 'filled');
    await filled.attributes(
      ['string', { key: 'text', size: 5, default: 'old' }],
      ['integer', { key: 'n' }],
      ['string', { key: 'list', size: 5, array: true }],
    );
  });
  const update = (body: object) =>
    at.request('PATCH', `${filled.path}/attributes/string/text`, { body: { required: false, ...body } });

  test('are still filled in after an update to null', async () => {
    expect((await update({ default: null })).json.default).toBeNull();
    expect((await filled.create('hidden', { n: 1 })).json.text).toBe('old');
  });

  test('are reset if the attribute becomes required', async () => {
    await update({ required: true, default: null });
    expect(await filled.create('none', { n: 1 })).toMatchObject(refusal(400, 'document_invalid_structure'));
    await update({ default: null });
    expect((await filled.create('none', { n: 1 })).json.text).toBeNull();
  });

  test('leave no room for null', async () => {
    await update({ default: 'new' });
    expect((await filled.create('null', { n: 1, text: null })).json.text).toBe('new');
    expect((await filled.update('none', { n: 2 })).json.text).toBe('new');
  });

  test('are not needed by an old document without a list that is required now', async () => {
    await update({ default: null });
    await filled.create('listless', { n: 1 });
    const body = { required: true, default: null };
    await at.request('PATCH', `${filled.path}/attributes/string/list`, { body });
    expect((await filled.update('listless', { n: 2 })).json).toMatchObject({ n: 2, list: [] });
    expect(await filled.create('other', { n: 1 })).toMatchObject(refusal(400, 'document_invalid_structure'));
    body.required = false;
    await at.request('PATCH', `${filled.path}/attributes/string/list`, { body });
  });

  test('are taken if they are too long, and then refused in documents', async () => {
    expect(await update({ default: 'longer' })).toMatchObject({ status: 200, json: { default: 'longer' } });
    expect(await filled.create('long', { n: 1 })).toMatchObject(refusal(400, 'document_invalid_structure'));
  });
});

test('filters the list, and pages it by key', async () => {
  const strings = await at.list(
    `${things.path}/attributes`,
    { method: 'equal', attribute: 'type', values: ['string'] },
    { method: 'limit', values: [2] },
    { method: 'cursorAfter', values: ['a-string'] },
  );
  expect(strings.json.total).toBe(5);
  expect(made(strings)).toEqual(['a-email', 'a-ip']);
  const missing = await at.list(`${things.path}/attributes`, { method: 'cursorAfter', values: ['nope'] });
  expect(missing).toMatchObject(refusal(400, 'general_cursor_not_found'));
});

describe('deletion', () => {
  test('deletes the values, and updates the indexes', async () => {
    const shrinking = await TestCollection.create(at, 'shrinking');
    await shrinking.attributes(['integer', { key: 'a' }], ['integer', { key: 'b' }]);
    await shrinking.index('both', 'key', ['a', 'b'], ['ASC', 'DESC']);
    await shrinking.index('only', 'key', ['a']);
    await shrinking.create('one', { a: 1, b: 2 });

    expect((await at.request('DELETE', `${shrinking.path}/attributes/a`)).status).toBe(204);
    await shrinking.settled();

    const collection = await at.request('GET', shrinking.path);
    expect(collection.json.attributes).toMatchObject([{ key: 'b' }]);
    expect(collection.json.indexes).toMatchObject([{ key: 'both', attributes: ['b'], orders: ['DESC'] }]);
    await shrinking.attributes(['string', { key: 'a', size: 5 }]);
    expect((await shrinking.get('one')).json).toMatchObject({ a: null, b: 2 });
  });

  test('refuses an unknown attribute', async () => {
    const answer = await at.request('DELETE', `${things.path}/attributes/nope`);
    expect(answer).toMatchObject(refusal(404, 'attribute_not_found'));
  });
});
