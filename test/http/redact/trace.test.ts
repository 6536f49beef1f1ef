import { expect, it } from 'vitest';
import type { ApiRequest } from '../../../src/http/types.ts';
import { testClient } from '../../kit/client.ts';
import { hangUp, json, startFaults } from '../../kit/faults.ts';

const create: ApiRequest = {
  method: 'POST',
  path: '/users',
  query: [],
  body: { kind: 'json', text: '{"name":"\u202eAda","password":"canary-password"}' },
  repeatable: false,
  expects: 'json',
  secrets: [{ name: 'password', value: 'canary-password' }],
};

it('traces request and response without secrets and control characters', async () => {
  const answer = json(
    { $id: 'u', secret: 'canary-secret', echo: 'canary-password', name: '\u009b31m' },
    201,
    {
      'set-cookie': 'a_session_shop=canary-cookie',
      'x-fallback-cookies': '{"a":"canary-cookie"}',
    },
  );
  await using server = await startFaults(answer);
  const { client, trace } = testClient(server.endpoint);
  await client.text(create);
  await client.close();
  const text = trace.join('\n');
  expect(text).not.toMatch(/canary/);
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  expect(trace[0]).toBe(`> POST ${server.endpoint}/users`);
  expect(trace).toContain('> X-Appwrite-Key: ***');
  expect(trace).toContain('> {"name":"\\u202eAda","password":"***"}');
  expect(trace).toContain('< 201 Created');
  expect(trace).toContain('< {"$id":"u","secret":"***","echo":"***","name":"\\x9b31m"}');
});

it('masks a secret of a response in its texts too, but no number that has its digits', async () => {
  const entries = [
    {
      to: 'a@b.example',
      secret: '482913',
      text: '482913 is your code.',
      html: '<b>482913</b> <i>1482913</i>',
    },
    {
      to: 'c@d.example',
      secret: 'tok-en.1234',
      url: 'http://x/?a=1&secret=tok-en.1234',
      html: '&amp;secret=tok-en.1234"',
    },
  ];
  await using server = await startFaults(json({ total: 2, entries }));
  const { client, trace } = testClient(server.endpoint);
  await client.text({ ...create, body: undefined, method: 'GET', secrets: [] });
  await client.close();
  const body = trace.find((line) => line.startsWith('< {'))!;
  expect(body.match(/482913/g)).toEqual(['482913']);
  expect(body).toContain('<i>1482913</i>');
  expect(body).not.toContain('tok-en');
});

it('traces each attempt and the reason of its failure', async () => {
  await using server = await startFaults([hangUp, json({ total: 0 })]);
  const { client, trace } = testClient(server.endpoint);
  await client.text({ ...create, method: 'GET', body: undefined, repeatable: true });
  await client.close();
  expect(trace.filter((line) => line.startsWith('> GET'))).toHaveLength(2);
  expect(trace.filter((line) => line.startsWith('! '))).toHaveLength(1);
});

it('masks a secret that the server repeats in an error', async () => {
  const echo = json(
    { message: 'Invalid password canary-password', code: 400, type: 'general_argument_invalid' },
    400,
  );
  await using server = await startFaults(echo);
  const { client } = testClient(server.endpoint);
  await expect(client.text(create)).rejects.toThrow('Invalid password ***');
  await client.close();
});

it('masks a secret in the address of a redirect', async () => {
  const redirect = json({}, 302, { location: 'https://other.example/?x=canary-password' });
  await using server = await startFaults(redirect);
  const { client, trace } = testClient(server.endpoint);
  await expect(client.text(create)).rejects.toThrow(/to https:\/\/other\.example\/\?x=\*\*\*,/);
  expect(trace.join('\n')).not.toMatch(/canary/);
  await client.close();
});

it('shortens a long body', async () => {
  await using server = await startFaults(json({ text: 'x'.repeat(100_000) }));
  const { client, trace } = testClient(server.endpoint);
  await client.text({ ...create, method: 'GET', body: undefined });
  await client.close();
  expect(trace.join('\n').length).toBeLessThan(20_000);
  expect(trace.at(-1)).toMatch(/^< … \d+ more characters$/);
});

it.each([90, 5000, 16_380, 81_910])(
  'masks a secret from character %i of a long body on',
  async (position) => {
    await using server = await startFaults(
      json({ text: `${'x '.repeat(position / 2)}canary-password ${'y'.repeat(100_000)}` }),
    );
    const { client, trace } = testClient(server.endpoint);
    await client.text({ ...create, method: 'GET', body: undefined });
    await client.close();
    expect(trace.join('\n')).not.toMatch(/canary/);
  },
);
