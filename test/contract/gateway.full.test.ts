import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import {
  jsonResponse,
  type MemoryResponse,
  type MemoryTransport,
  memoryTransport,
} from '../kit/transport.ts';
import { validAnswer } from '../kit/valid-answers.ts';

/** Successes from a proxy, a login page or a portal in front of the server. */
const gateways: [name: string, answer: MemoryResponse][] = [
  ['an object', jsonResponse({ loginRequired: true })],
  ['an empty list', jsonResponse([])],
  ['null', jsonResponse(null)],
  ['text as JSON', jsonResponse('ok')],
  ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Log in' }],
  ['nothing', { status: 204, body: '' }],
];

const shown = [
  'databases list',
  'databases list --all',
  'databases get shop',
  'databases list-documents shop items --select name',
  'health get',
  'health check',
  'graphql query --query {a}',
  'databases export-documents shop items',
  'users export',
  'storage get-file-download photos cat --out cat.png',
  'storage get-file-preview photos cat --out cat.png',
  'storage download photos --all',
  'avatars get-flag us --out us.png',
  'functions download-deployment hello d1 --out code.tar.gz',
  'account create-oauth2-token github',
  'whoami',
];
const changed = [
  'databases create --name Shop',
  'databases create-string-attribute shop items --key name --size 9 --required --wait',
  'databases create-document shop items --data name=A',
  'databases update-document shop items a --data name=A',
  'storage update-bucket photos --name Photos',
  'storage update-bucket photos --name Photos --replace',
  'databases delete-documents shop items --all',
  'databases import-documents shop items rows.ndjson',
  'tables-db delete-rows shop items --all --api-version 1.8',
  'tables-db update-rows shop items --all --data name=A --api-version 1.8',
  'tables-db import-rows shop items rows.ndjson --api-version 1.8',
  'tables-db create-rows shop items --rows {"name":"A"} --api-version 1.8',
  'storage create-file photos --file rows.ndjson',
  'storage upload photos rows.ndjson',
  'functions create-deployment hello --code rows.ndjson --activate',
  'login --project shop --api-key-stdin',
  'login --email ada@example.com --without-project --password-stdin',
];
/** Commands that the server itself may answer with nothing. */
const emptied = [
  'databases delete shop',
  'users delete-mfa-authenticator ada totp',
  'functions create-build a b c',
];

let home: string;
beforeEach(() => {
  home = temporaryFolder();
  writeFileSync(join(home, 'rows.ndjson'), '{"name":"A","email":"a@example.com"}\n');
});

const run = (line: string, transport: MemoryTransport) =>
  runLine([...line.split(' '), '--yes', '--retries', '0'], {
    env: envFor('http://127.0.0.1:9/v1'),
    transport,
    home,
    cwd: home,
    stdin: 'canary-0123456789\n',
  });

describe.each(gateways)('a gateway that answers %s', (_, answered) => {
  const lines = [...shown, ...changed, ...(answered.status === 204 ? [] : emptied)];
  it.each(lines)('is not taken for the server by %s', async (line) => {
    const transport = memoryTransport(() => answered);
    const { code, stdout, stderr } = await run(line, transport);
    expect(transport.hits.length).toBeGreaterThan(0);
    expect(code, stderr).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: /m);
    expect(stderr).not.toMatch(/^Deleted|^Done|^Saved|undefined|TypeError|\b0 documents|logged in as/m);
    expect(stderr).not.toContain('loginRequired');
  });

  const bulk = ['users delete-many a b', 'users import rows.ndjson'].slice(answered.status === 204 ? 1 : 0);
  it.each(bulk)('makes every item of %s fail, with an unknown outcome', async (line) => {
    const transport = memoryTransport((hit) => (hit.method === 'GET' ? validAnswer(hit) : answered));
    const { code, stdout, stderr } = await run(`${line} --json`, transport);
    expect(code).toBe(8);
    const { failed, deleted, created } = JSON.parse(stdout);
    expect([failed > 0, deleted ?? created]).toEqual([true, 0]);
    expect(stderr).toMatch(/it is not known whether the request was carried out/);
  });

  it('fails the checks of doctor', async () => {
    const all = await run(
      'doctor',
      memoryTransport(() => answered),
    );
    expect(all.code).not.toBe(0);
    expect(all.stdout).not.toMatch(/Appwrite answers|may read everything/);
    const known = /\/(version|databases)(\?|$)/;
    const late = await run(
      'doctor',
      memoryTransport((hit) => (known.test(hit.url) ? validAnswer(hit) : answered)),
    );
    expect(late.code).not.toBe(0);
    expect(late.stdout).toMatch(/scopes/);
    expect(late.stdout).not.toMatch(/may read everything/);
  });
});

describe('an answer of another version or selection', () => {
  const answers: [line: string, answer: MemoryResponse, code: number][] = [
    ['databases list-documents a b --select name', jsonResponse({ total: 1, documents: [{ name: 'A' }] }), 0],
    ['databases list-documents a b --select name', jsonResponse({ total: 1, documents: [[]] }), 0],
    ['databases list-documents a b', jsonResponse({ total: 1, documents: [{ name: 'A' }] }), 1],
    ['databases list-documents a b', jsonResponse({ documents: [] }), 1],
    ['users list', jsonResponse({ total: '0', users: [] }), 1],
    ['users get-prefs ada', jsonResponse([]), 0],
    ['users get-prefs ada', jsonResponse({ theme: 'dark' }), 0],
    ['users get-prefs ada', jsonResponse(['dark']), 1],
    ['users delete-mfa-authenticator ada totp', jsonResponse({ $id: 'ada' }), 0],
    ['users delete-mfa-authenticator ada totp', { status: 204, body: '' }, 0],
    ['functions create-build a b c', jsonResponse({ $id: 'b2' }, 202), 0],
    ['functions create-build a b c', { status: 204, body: '' }, 0],
    ['databases delete shop', { status: 200, body: '' }, 1],
  ];
  it.each(answers)('ends %s as its model allows: %j', async (line, answered, code) => {
    expect(
      await run(
        line,
        memoryTransport(() => answered),
      ),
    ).toMatchObject({ code });
  });
});
