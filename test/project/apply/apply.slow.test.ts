import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { deleteRequest } from '../../../src/project/model/parameters.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { altered, disturbed, isCreation, losing, noContent, refusal } from '../../kit/disturbed.ts';
import { directCalls, testSandbox } from '../../sandbox/client.ts';
import { liveResource } from '../live.ts';
import { action, applyTo, creation, named, planOf, step } from './kit.ts';

const target = { projectId: 'sandbox', apiVersion: '1.5' } as const;
const sandboxOf = async () => (await testSandbox({ asyncDelayMs: 0 })).sandbox;
const ids = (actions: readonly { readonly id: string }[]) => actions.map(({ id }) => id);
const send = (sandbox: Sandbox, method: string, path: string, body?: object) =>
  directCalls(sandbox).request(method, path, { body });

const database = named('database', 'main');
const posts = named('collection', 'main/posts', { after: [database.id] });
const people = named('collection', 'main/people', { after: [database.id] });
const title = creation(
  'attribute',
  'main/posts/title',
  'string',
  { size: 50n, required: true },
  { after: [posts.id] },
);
const relationTo = (key: string) =>
  creation(
    'attribute',
    `main/posts/${key}`,
    'relationship',
    { relatedCollection: 'people', relationType: 'manyToOne' },
    { after: [posts.id, people.id] },
  );
const index = creation('index', 'main/posts/by_title', undefined, { type: 'key', attributes: ['title'] });
const byTitle = { ...index, after: [title.id] };
const editors = named('team', 'editors');
const blog = planOf(
  database,
  posts,
  people,
  title,
  relationTo('author'),
  relationTo('reviewer'),
  byTitle,
  editors,
);

/** The schema of the blog as the server has it. */
async function schema(sandbox: Sandbox): Promise<readonly string[]> {
  const { json } = await send(sandbox, 'GET', '/databases/main/collections/posts');
  return [...json.attributes, ...json.indexes].map(({ key, status }) => `${key} ${status}`).sort();
}
const wholeSchema = ['author available', 'by_title available', 'reviewer available', 'title available'];

describe('applyPlan', () => {
  it('creates everything in order, and waits for what the server does later (stories 33, 34)', async () => {
    const sandbox = await sandboxOf();
    const { result, requests } = await applyTo(sandbox, blog);
    expect(result).toMatchObject({ failed: [], open: [], stoppedBy: undefined });
    expect(ids(result.done)).toEqual(ids(blog.actions));
    const created = requests.filter((line) => line.startsWith('POST'));
    expect(created.at(-2)).toBe('POST /databases/main/collections/posts/indexes');
    expect(await schema(sandbox)).toEqual(wholeSchema);
  });

  it.each(['before', 'after'])(
    'ends in the same state after a kill %s the server acted on any request (story 38)',
    async (when) => {
      let killedAt = 0;
      // How often a run looks at what the server builds depends on time: until a run ends before it is killed.
      for (let isKilled = true; isKilled; ) {
        killedAt++;
        isKilled = false;
        const sandbox = await sandboxOf();
        const transport = disturbed(sandbox, async (_, pass, count) => {
          if (count < killedAt) return pass();
          isKilled = true;
          if (count === killedAt && when === 'after') return losing(pass);
          return losing(async () => refusal(500, 'killed'));
        });
        const killed = await applyTo(sandbox, blog, { transport });
        if (isKilled) expect(killed.result.stoppedBy).toMatchObject({ exitCode: 6 });
        const { result } = await applyTo(sandbox, blog);
        expect(ids(result.done)).toEqual(ids(blog.actions));
        expect(await schema(sandbox)).toEqual(wholeSchema);
      }
      expect(killedAt).toBeGreaterThan(blog.actions.length);
    },
  );

  it.each(blog.actions.map(({ id, resource }) => [id, resource.kind] as const))(
    'looks up the outcome if the answer to %s is lost, and creates nothing twice (story 36)',
    async (id) => {
      const sandbox = await sandboxOf();
      let creations = 0;
      const at = blog.actions.findIndex((each) => each.id === id);
      const transport = disturbed(sandbox, (request, pass) =>
        request.method === 'POST' && creations++ === at ? losing(pass) : pass(),
      );
      const { result, requests } = await applyTo(sandbox, blog, { transport, concurrency: 1 });
      expect(result.done).toHaveLength(blog.actions.length);
      expect(requests.filter((line) => line.startsWith('POST'))).toHaveLength(blog.actions.length);
    },
  );

  it('takes what another push has created meanwhile, if it is the same (story 41)', async () => {
    const sandbox = await sandboxOf();
    const both = await Promise.all([applyTo(sandbox, blog), applyTo(sandbox, blog)]);
    for (const { result } of both) expect(result).toMatchObject({ failed: [], open: [] });
    expect(await schema(sandbox)).toEqual(wholeSchema);
  });

  it('fails what exists in another form, and what needs it, and does the rest', async () => {
    const sandbox = await sandboxOf();
    await applyTo(sandbox, planOf(database, posts, people));
    const other = creation('attribute', 'main/posts/title', 'string', { size: 60n, required: false });
    await applyTo(sandbox, planOf(other));
    const { result } = await applyTo(sandbox, blog);
    expect(result.failed.map(({ error }) => error.message)).toEqual([
      'attribute main/posts/title exists, but differs from the plan: size 60, not 50; required false, not true',
    ]);
    expect(ids(result.open)).toEqual([byTitle.id]);
    expect(ids(result.done)).toContain(editors.id);
  });

  it('waits for 84 attributes of a slow server as long as there is progress (story 22)', async () => {
    const sandbox = await sandboxOf();
    await applyTo(sandbox, planOf(database, posts));
    const many = Array.from({ length: 84 }, (_, at) =>
      creation('attribute', `main/posts/a${at}`, 'boolean', { required: false }),
    );
    let looks = 0;
    const transport = disturbed(sandbox, ({ method }, pass) =>
      method === 'GET'
        ? altered(pass, ({ attributes }) => {
            looks++;
            for (const each of attributes.slice(2 * looks)) each.status = 'processing';
          })
        : pass(),
    );
    const { result, sleptMs, events } = await applyTo(sandbox, planOf(...many), {
      transport,
      waitTimeoutMs: 5000,
    });
    expect(result.done).toHaveLength(84);
    expect(sleptMs).toBeGreaterThan(60_000);
    expect(events).toContainEqual({ kind: 'waiting', resources: 42 });
  });

  it('gives up after 120 s without progress, names the attribute, and goes on with the rest (story 23)', async () => {
    const sandbox = await sandboxOf();
    const transport = disturbed(sandbox, ({ url }, pass) =>
      url.pathname.endsWith('/attributes')
        ? altered(pass, ({ attributes }) => {
            for (const each of attributes) if (each.key === 'title') each.status = 'processing';
          })
        : pass(),
    );
    const { result, sleptMs } = await applyTo(sandbox, blog, { transport });
    expect(result.failed).toMatchObject([
      {
        action: { id: title.id },
        error: {
          message:
            'attribute main/posts/title is not available: it is processing, and there was no progress for 120 s',
          hint: expect.stringContaining('health get-queue-databases'),
        },
      },
    ]);
    expect(ids(result.open)).toEqual([byTitle.id]);
    expect(sleptMs).toBeGreaterThanOrEqual(120_000);
    expect(sleptMs).toBeLessThan(125_000);
  });

  it('waits for an attribute of an earlier push before an index on it (story 23)', async () => {
    const sandbox = await sandboxOf();
    await applyTo(sandbox, planOf(database, posts, title));
    let early = 2;
    const transport = disturbed(sandbox, async (request, pass) => {
      if (isCreation(request, '/indexes') && early-- === 2) return refusal(400, 'attribute_not_available');
      if (!request.url.pathname.endsWith('/attributes')) return pass();
      return altered(pass, ({ attributes }) => {
        if (early-- > 0) attributes[0].status = 'processing';
      });
    });
    const { result } = await applyTo(sandbox, planOf(index), { transport });
    expect(result).toMatchObject({ failed: [], open: [] });
  });

  it('shows the error of an attribute that failed (story 24)', async () => {
    const sandbox = await sandboxOf();
    const transport = disturbed(sandbox, ({ url }, pass) =>
      url.pathname.endsWith('/attributes')
        ? altered(pass, ({ attributes }) => {
            for (const each of attributes)
              if (each.key === 'title') Object.assign(each, { status: 'failed', error: 'row too large' });
          })
        : pass(),
    );
    const { result } = await applyTo(sandbox, blog, { transport });
    expect(result.failed.map(({ error }) => error.message)).toEqual([
      'attribute main/posts/title could not be created: row too large',
    ]);
  });

  const rebuilt = (fields: Parameters<typeof creation>[3]) => {
    const live = liveResource('index', { key: 'by_title' }, ['main', 'posts']);
    const { steps } = creation('index', 'main/posts/by_title', undefined, fields);
    return action('rebuild', 'index', 'main/posts/by_title', [step(deleteRequest(live, target)), ...steps]);
  };
  const unique = rebuilt({ type: 'unique', attributes: ['title'] });

  it('rebuilds an index: deletes it, waits until it is gone, creates it (story 32)', async () => {
    const sandbox = await sandboxOf();
    await applyTo(sandbox, blog);
    const { result, requests } = await applyTo(sandbox, planOf(unique));
    expect(result).toMatchObject({ failed: [], done: [unique] });
    const { json } = await send(sandbox, 'GET', '/databases/main/collections/posts/indexes/by_title');
    expect(json).toMatchObject({ type: 'unique', status: 'available' });
    expect(requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('deletes the indexes of an attribute that it deletes and creates again', async () => {
    const sandbox = await sandboxOf();
    await applyTo(sandbox, blog);
    const remove = (kind: 'index' | 'attribute', key: string) =>
      step(deleteRequest(liveResource(kind, { key }, ['main', 'posts']), target));
    const longer = creation('attribute', 'main/posts/title', 'string', { size: 80n, required: true });
    const move = action('move', 'attribute', 'main/posts/title', [
      remove('index', 'by_title'),
      remove('attribute', 'title'),
      ...longer.steps,
    ]);
    const remade = { ...byTitle, op: 'rebuild', after: [move.id] } as const;
    const { result } = await applyTo(sandbox, planOf({ ...move, phase: 'moves' }, remade));
    expect(result).toMatchObject({ failed: [], open: [] });
    const { json } = await send(sandbox, 'GET', '/databases/main/collections/posts');
    expect(json.attributes).toContainEqual(expect.objectContaining({ key: 'title', size: 80 }));
    expect(await schema(sandbox)).toEqual(wholeSchema);
  });

  it('tries again while the server does not release the key of what the plan has deleted', async () => {
    const sandbox = await sandboxOf();
    await applyTo(sandbox, blog);
    let refusals = 3;
    const transport = disturbed(sandbox, async (request, pass) =>
      isCreation(request, '/indexes') && refusals-- > 0 ? refusal(409, 'index_already_exists') : pass(),
    );
    const { result } = await applyTo(sandbox, planOf(unique), { transport });
    expect(result).toMatchObject({ failed: [], done: [unique] });
  });

  it('deletes again what is stuck, and once only', async () => {
    const sandbox = await sandboxOf();
    await applyTo(sandbox, blog);
    const transport = disturbed(sandbox, async ({ method, url }, pass) => {
      if (method === 'DELETE') return noContent();
      if (!url.pathname.endsWith('/indexes')) return pass();
      return altered(pass, ({ indexes }) => {
        indexes[0].status = 'stuck';
      });
    });
    const { result, requests } = await applyTo(sandbox, planOf(unique), { transport });
    expect(result.failed[0]?.error.message).toMatch(/by_title can't be deleted: it is stuck/);
    expect(requests.filter((line) => line.startsWith('DELETE'))).toHaveLength(2);
  });

  it('counts a deletion of what is gone as done', async () => {
    const sandbox = await sandboxOf();
    const live = liveResource('team', { $id: 'editors' });
    const removal = action('delete', 'team', 'editors', [step(deleteRequest(live, target))]);
    const { result, events } = await applyTo(sandbox, planOf(removal));
    expect(result.done).toEqual([removal]);
    expect(events).toContainEqual({ kind: 'done', action: removal, found: true });
  });

  it('waits for a rate limit, and stops at a long one with exit 7 (story 37)', async () => {
    const sandbox = await sandboxOf();
    const limited = (seconds: string) =>
      disturbed(sandbox, async (_, pass, count) =>
        count === 4
          ? refusal(429, 'general_rate_limit_exceeded', { headers: { 'retry-after': seconds } })
          : pass(),
      );
    const stopped = await applyTo(sandbox, blog, { transport: limited('3600') });
    expect(stopped.result.stoppedBy).toMatchObject({ exitCode: 7 });
    expect(stopped.result.open.length).toBeGreaterThan(0);
    const { result } = await applyTo(sandbox, blog, { transport: limited('30') });
    expect(result.done).toHaveLength(blog.actions.length);
  });

  it('lets the request under way end after Ctrl-C, and says what is open (story 39)', async () => {
    const sandbox = await sandboxOf();
    const ctrlC = new AbortController();
    const transport = disturbed(sandbox, (request, pass) => {
      if (isCreation(request, '/collections')) ctrlC.abort(new Error('SIGINT'));
      return pass();
    });
    const { result } = await applyTo(sandbox, blog, { transport, signal: ctrlC.signal, concurrency: 1 });
    expect(ids(result.done)).toEqual([database.id, posts.id]);
    expect(result.open).toHaveLength(blog.actions.length - 2);
    expect(result.stoppedBy).toBe(ctrlC.signal.reason);
    expect((await send(sandbox, 'GET', '/databases/main/collections/posts')).status).toBe(200);
  });

  it('looks once more after Ctrl-C for what was being created', async () => {
    const sandbox = await sandboxOf();
    const ctrlC = new AbortController();
    const transport = disturbed(sandbox, async (request, pass) => {
      if (request.method === 'GET') await setTimeout(20);
      if (isCreation(request, '/string')) ctrlC.abort(new Error('SIGINT'));
      return pass();
    });
    const { result } = await applyTo(sandbox, blog, { transport, signal: ctrlC.signal });
    expect(ids(result.done)).toContain(title.id);
    expect(ids(result.open)).toContain(byTitle.id);
    expect(result.stoppedBy).toBe(ctrlC.signal.reason);
  });

  it('keeps collections with the same ID in two databases apart (story 35)', async () => {
    const sandbox = await sandboxOf();
    const plan = planOf(
      database,
      named('database', 'other'),
      posts,
      named('collection', 'other/posts'),
      title,
      creation('attribute', 'other/posts/title', 'boolean', { required: false }),
    );
    const { result } = await applyTo(sandbox, plan);
    expect(result.done).toHaveLength(6);
    const { json } = await send(sandbox, 'GET', '/databases/other/collections/posts/attributes/title');
    expect(json).toMatchObject({ type: 'boolean', status: 'available' });
  });

  it('sends nothing of a plan in which an action precedes one that it needs', async () => {
    const sandbox = await sandboxOf();
    const applied = applyTo(sandbox, planOf(posts, database));
    await expect(applied).rejects.toThrow('is planned before');
  });
});
