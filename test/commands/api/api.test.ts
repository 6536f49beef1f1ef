import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../../kit/env.ts';
import { type Behaviour, hangUp, json, startFaults, text } from '../../kit/faults.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

/** Runs a line against a server with this behaviour. */
async function api(behaviour: Behaviour | Behaviour[], argv: readonly string[], own = {}) {
  await using server = await startFaults(behaviour);
  const folder = temporaryFolder();
  const env = { ...envFor(server.endpoint), ...own };
  const ran = await runLine(['api', ...argv], { env, cwd: folder, home: folder });
  return { ...ran, hits: [...server.hits], folder };
}

describe('api', () => {
  it.each([
    ['/a#b', 'has a # in it'],
    ['/a/..%2fb', 'has a dot segment in it'],
    ['/a/%2e%2E/b', 'has a dot segment in it'],
    ['//host/a', 'begins with two slashes'],
    ['https://host/a', 'is an absolute URL'],
    ['host:80/a', 'is an absolute URL'],
    ['', 'is empty'],
    ['v1/databases', 'repeats the version'],
    ['C:/msys64/../a', 'has a dot segment in it'],
    ['C:/Program Files/Git//host/a', 'begins with two slashes'],
    ['D:/tools/bash/databases', 'leave out the leading slash'],
    ['C:\\databases', 'leave out the leading slash'],
  ])('refuses %s and sends nothing', async (path, why) => {
    const { code, stderr, hits } = await api(json({}), ['DELETE', path, '--yes']);
    expect(stderr).toContain(why);
    expect([code, hits.length]).toEqual([2, 0]);
  });

  it.each([
    ['databases/shop', '/databases/shop'],
    ['databases?a=1', '/databases?a=1'],
    ['C:/Program Files/Git/databases/shop', '/databases/shop'],
    ['c:/msys64/users', '/users'],
    ['D:/Tools/PortableGit/teams/Git/x', '/teams/Git/x'],
  ])('requests %s at %s', async (path, url) => {
    const { code, hits } = await api(json({}), ['GET', path]);
    expect([code, hits[0]?.url]).toEqual([0, `/v1${url}`]);
  });

  it.each<[string[], string | undefined]>([
    [[], undefined],
    [['--response-format', '1.5'], '1.5.0'],
    [['--response-format', '1.4.13', '--api-version', '1.8'], '1.4.13'],
  ])(
    'asks for the format of the server’s own version, or for that which the line names: %j',
    async (flags, sent) => {
      const { code, hits } = await api(json({}), ['GET', '/functions', ...flags]);
      expect([code, hits[0]?.headers['x-appwrite-response-format']]).toEqual([0, sent]);
    },
  );

  it('refuses a format that is no version', async () => {
    const { code, stderr, hits } = await api(json({}), ['GET', '/functions', '--response-format', 'new']);
    expect([code, hits.length]).toEqual([2, 0]);
    expect(stderr).toContain('--response-format takes a version such as 1.5, not "new"');
  });

  it('writes a response that is not JSON to a file or a pipe, byte for byte', async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0x0d, 0x0a]);
    const answer = text(png, 200, { 'content-type': 'image/png' });
    const { code, folder } = await api(answer, ['GET', '/avatars/qr', '--out', 'qr.png']);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'qr.png')).equals(png)).toBe(true);
    expect(statSync(join(folder, 'qr.png')).size).toBe(png.length);
    const plain = text('no end', 200, { 'content-type': 'text/plain' });
    expect(await api(plain, ['GET', '/file', '-f', 'raw'])).toMatchObject({ code: 0, stdout: 'no end' });
  });

  it.each([
    ['GET', 2],
    ['DELETE', 2],
    ['PUT', 1],
    ['POST', 1],
    ['PATCH', 1],
  ])('sends a %s %i times if responses are lost', async (method, times) => {
    const { hits } = await api([hangUp, json({})], [method, '/a', '--yes', '--retries', '1']);
    expect(hits).toHaveLength(times);
  });

  it('requests the version as a guest, and everything else with the credential', async () => {
    const version = await api(json({ version: '1.5.7' }), ['GET', '/health/version']);
    expect(version.hits[0]?.headers).not.toHaveProperty('x-appwrite-key');
    const list = await api(json({ total: 0 }), ['GET', '/databases']);
    expect(list.hits[0]?.headers).toHaveProperty('x-appwrite-key');
    const guest = await api(json({ total: 0 }), ['GET', '/locale'], { APPWRITE_API_KEY: '' });
    expect([guest.code, guest.hits.length]).toEqual([0, 1]);
  });
});
