import { describe, expect, it } from 'vitest';
import { jsonResponse } from '../../kit/transport.ts';
import { runWaiting } from '../waiting.ts';

const rule = (status: string, logs = '') => ({
  $id: 'r1',
  $createdAt: '2026-11-28T07:30:00.000+00:00',
  $updatedAt: '2026-11-28T07:30:00.000+00:00',
  domain: 'api.example.com',
  resourceType: 'api',
  resourceId: '',
  status,
  logs,
  renewAt: '',
});
const noRecord = jsonResponse(
  { message: 'Domain verification failed.', code: 401, type: 'rule_verification_failed' },
  401,
);
const variables = jsonResponse({ _APP_DOMAIN_TARGET: 'cname.example.org' });

/** A server whose rule has these states after it is created; undefined: the record is missing. */
const server = (first: string, ...states: (string | undefined)[]) => {
  const left = [...states];
  return (request: string) => {
    if (request === 'POST /proxy/rules') return jsonResponse(rule(first), 201);
    if (request === 'GET /console/variables') return variables;
    const state = left.length > 1 ? left.shift() : left[0];
    return state === undefined ? noRecord : jsonResponse(rule(state, 'no response from the CA\n'));
  };
};

const argv = ['proxy', 'create-rule', '--domain', 'api.example.com', '--resource-type', 'api'];
const verify = 'PATCH /proxy/rules/r1/verification';
const record = 'api.example.com CNAME cname.example.org';

describe('proxy create-rule --wait', () => {
  it('names the missing record once, and follows until the domain is verified', async () => {
    const respond = server('created', undefined, undefined, 'verifying', 'verifying', 'verified');
    const { code, stdout, stderr, requests } = await runWaiting([...argv, '--wait', '--json'], respond);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(rule('verified', 'no response from the CA\n'));
    expect(stderr).toBe(`The DNS record is missing. Add it at the DNS provider of the domain: ${record}\n`);
    expect(requests).toEqual([
      'POST /proxy/rules',
      verify,
      'GET /console/variables',
      verify,
      verify,
      'GET /proxy/rules/r1',
      'GET /proxy/rules/r1',
    ]);
  });

  it('asks for nothing more if the server verifies the domain at once, or without --wait', async () => {
    expect((await runWaiting([...argv, '--wait'], server('verified'))).requests).toEqual([
      'POST /proxy/rules',
    ]);
    expect((await runWaiting(argv, server('created'))).requests).toEqual(['POST /proxy/rules']);
  });

  it('ends with exit 1 and the record when the time is up', async () => {
    const waited = await runWaiting(
      [...argv, '--wait', '--wait-timeout', '30'],
      server('created', undefined),
    );
    expect([waited.code, waited.stdout]).toEqual([1, '']);
    expect(waited.stderr).toContain(
      'error: api.example.com is not verified after 30 s: its status is created\n',
    );
    expect(waited.stderr).toContain(
      `hint: add the DNS record ${record}, then: appwrite-cli proxy update-rule-verification r1, or wait longer with --wait-timeout\n`,
    );
  });

  it('ends with exit 1 and the reason if the certificate fails', async () => {
    const { code, stderr } = await runWaiting([...argv, '--wait'], server('verifying', 'unverified'));
    expect(code).toBe(1);
    expect(stderr).toContain('error: the certificate of api.example.com could not be issued\n');
    expect(stderr).toContain('no response from the CA');
  });

  it('says that the rule is there if the server can not verify domains', async () => {
    const failing = jsonResponse({ message: 'Server Error', code: 500, type: 'general_server_error' }, 500);
    const respond = (request: string) => (request === verify ? failing : server('created')(request));
    const { code, stderr, requests } = await runWaiting([...argv, '--wait'], respond);
    expect(code).toBe(1);
    expect(requests).toEqual(['POST /proxy/rules', verify, 'GET /console/variables']);
    expect(stderr).toContain(
      "error: the domain has been added, but the server can't verify it (500 general_server_error)\n",
    );
    expect(stderr).toContain('_APP_DOMAIN_TARGET, must be public and is cname.example.org;');
  });

  it('fails as the server says if the rule has been deleted meanwhile', async () => {
    const gone = jsonResponse({ message: 'Rule not found', code: 404, type: 'rule_not_found' }, 404);
    const respond = (request: string) => (request === verify ? gone : jsonResponse(rule('created'), 201));
    expect(await runWaiting([...argv, '--wait'], respond)).toMatchObject({ code: 4, stdout: '' });
  });

  it('says after Ctrl-C that the rule is there', async () => {
    const interrupt = new AbortController();
    const respond = (request: string) => {
      if (request === 'GET /console/variables') interrupt.abort(new Error('SIGINT'));
      return server('created', undefined)(request);
    };
    const { signal } = interrupt;
    const { code, stderr } = await runWaiting([...argv, '--wait'], respond, { signal });
    expect(code).toBe(130);
    expect(stderr).toContain('api.example.com has been added and is not verified yet');
  });
});
