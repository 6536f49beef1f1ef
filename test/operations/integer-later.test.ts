import { describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

type Answer = ReturnType<typeof jsonResponse>;
const made = jsonResponse({ $id: 'm1', status: 'draft' }, 201);
const refused = (param: string) =>
  jsonResponse(
    { message: `Invalid \`${param}\` param`, code: 400, type: 'general_argument_invalid', version: '1' },
    400,
  );

/** Creates a push message on a server that wants the badge of this type. */
async function createPush(badge: string | undefined, wanted: 'string' | 'number', otherwise: Answer = made) {
  const transport = memoryTransport(({ body }) => {
    const sent = JSON.parse(body.toString());
    return sent.badge !== undefined && typeof sent.badge !== wanted ? refused('badge') : otherwise;
  });
  const line = ['messaging', 'create-push', '--title', 'T', '--body', 'B', '--draft'];
  const ran = await runLine([...line, ...(badge === undefined ? [] : ['--badge', badge])], {
    env: {
      APPWRITE_ENDPOINT: 'http://127.0.0.1:9/v1',
      APPWRITE_PROJECT_ID: 'shop',
      APPWRITE_API_KEY: 'key',
    },
    transport,
  });
  return { ...ran, badges: transport.hits.map(({ body }) => JSON.parse(body.toString()).badge) };
}

describe('create-push --badge', () => {
  it('is text on Appwrite 1.5, and a number on newer servers', async () => {
    expect(await createPush('3', 'string')).toMatchObject({ code: 0, badges: ['3'] });
    expect(await createPush('3', 'number')).toMatchObject({ code: 0, badges: ['3', 3] });
    expect(await createPush(undefined, 'number')).toMatchObject({ code: 0, badges: [undefined] });
  });

  it.each(['three', '03', '3.0', ''])('is sent as text only if it is %j', async (badge) => {
    expect(await createPush(badge, 'number')).toMatchObject({ code: 5, badges: [badge] });
  });

  it.each(['string', 'number'] as const)(
    'reports what else is wrong if the server wants a %s',
    async (wanted) => {
      const { code, stderr } = await createPush('3', wanted, refused('topics'));
      expect(code).toBe(5);
      expect(stderr).toMatch(/^error: Invalid `topics` param/);
    },
  );

  it('is sent once if the server refuses something else than an argument', async () => {
    const missing = jsonResponse({ message: 'No topic', code: 404, type: 'topic_not_found' }, 404);
    expect(await createPush('3', 'string', missing)).toMatchObject({ code: 4, badges: ['3'] });
  });
});
