import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { toCurl } from '../../src/http/curl.ts';
import type { ApiRequest, FormFile } from '../../src/http/types.ts';
import { testConnection } from '../kit/client.ts';
import { deleted, json, startFaults } from '../kit/faults.ts';

const connection = testConnection('http://localhost/v1');
const get: ApiRequest = { method: 'GET', path: '/databases', query: [], repeatable: true, secrets: [] };
const file: FormFile = {
  field: 'file',
  filename: 'a "b".png',
  size: 3,
  path: '/tmp/a;b.png',
  open: () => {
    throw new Error('a dry run opens nothing');
  },
};

describe('toCurl', () => {
  it('formats a GET request', () => {
    expect(toCurl({ ...get, query: [['queries[0]', '{"method":"limit","values":[1]}']] }, connection)).toBe(
      [
        "curl 'http://localhost/v1/databases?queries%5B0%5D=%7B%22method%22%3A%22limit%22%2C%22values%22%3A%5B1%5D%7D'",
        "-H 'X-Appwrite-Response-Format: 1.5.0'",
        "-H 'X-Appwrite-Project: shop'",
        '-H "X-Appwrite-Key: $APPWRITE_API_KEY"',
      ].join(' \\\n  '),
    );
  });

  it('shows no secrets', () => {
    const command = toCurl(
      {
        ...get,
        method: 'POST',
        body: { kind: 'json', text: '{"name":"it\'s","password":"p4ssword/1"}' },
        secrets: [{ name: 'password', value: 'p4ssword/1' }],
      },
      connection,
    );
    expect(command).toContain(`--data-raw '{"name":"it'\\''s","password":"***"}'`);
    expect(command).toContain('curl -X POST ');
    expect(command).not.toMatch(/p4ssword|canary/);
  });

  it('formats an upload', () => {
    const body = {
      kind: 'form',
      fields: [
        ['fileId', '@x'],
        ['permissions[]', 'read("any")'],
      ],
      file,
    } as const;
    const lines = toCurl({ ...get, method: 'POST', body }, connection).split(' \\\n  ');
    expect(lines.slice(-3)).toEqual([
      "--form-string 'fileId=@x'",
      `--form-string 'permissions[]=read("any")'`,
      `-F 'file=@"/tmp/a;b.png";filename="a \\"b\\".png"'`,
    ]);
  });

  it.each([
    ['jwt', '-H "X-Appwrite-JWT: $APPWRITE_JWT"'],
    ['session', '-H "X-Appwrite-Session: $APPWRITE_SESSION"'],
    ['console', '-H "Cookie: a_session_console=$APPWRITE_CONSOLE_SESSION"'],
  ] as const)('names the variable of a credential of kind %s', (kind, header) => {
    expect(toCurl(get, { ...connection, credential: { kind, secret: 'x' } })).toContain(header);
  });

  it('adds --insecure', () => {
    expect(toCurl(get, connection, { insecure: true })).toContain('--insecure');
  });
});

const curl = (() => {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!curl)('toCurl, run by a shell', () => {
  const run = async (request: ApiRequest) => {
    await using server = await startFaults([json({ ok: true }), deleted]);
    const command = `${toCurl(request, testConnection(server.endpoint))} --silent`;
    const { exec } = await import('node:child_process');
    await new Promise((resolve, reject) => {
      const env = { ...process.env, APPWRITE_API_KEY: 'k3y', no_proxy: '*' };
      exec(command, { env }, (error) => (error ? reject(error) : resolve(undefined)));
    });
    return server.hits[0]!;
  };

  it('sends the same request as the client', async () => {
    const text = `{"name":"it's $HOME \`x\` \\\\ \\"q\\" é"}`;
    const hit = await run({ ...get, method: 'PUT', query: [['a', "b'c d"]], body: { kind: 'json', text } });
    expect(hit).toMatchObject({ method: 'PUT', url: "/v1/databases?a=b'c%20d" });
    expect(hit.headers).toMatchObject({ 'x-appwrite-key': 'k3y', 'content-type': 'application/json' });
    expect(hit.body.toString()).toBe(text);
  });
});
