import { describe, expect, it } from 'vitest';
import { apiError, type Behaviour, deleted, json, startFaults, text } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';

const opened = { $id: 's', userId: 'ada', secret: '' };
const cookie = {
  'set-cookie': ['a_session_console_legacy=old', 'a_session_console=canary%3Dsession; path=/; httponly'],
};

/** A console that has what the sandbox has not: factors by mail, and answers that go wrong. */
function scripted(routes: Record<string, Behaviour>): Behaviour {
  const usual: Record<string, Behaviour> = {
    'GET /v1/health/version': json({ version: '1.5.7' }),
    'POST /v1/account/sessions/email': json(opened, 201, cookie),
    'GET /v1/account': json({ $id: 'ada', name: 'Ada', email: 'a@b' }),
    'DELETE /v1/account/sessions/current': deleted,
  };
  return (exchange) => {
    const { method, url } = exchange.hit;
    const route = { ...usual, ...routes }[`${method} ${url}`] ?? text('', 404);
    return route(exchange);
  };
}

async function login(routes: Record<string, Behaviour>, ...more: string[]) {
  await using server = await startFaults(scripted(routes));
  const home = temporaryFolder();
  const argv = [
    'login',
    '--endpoint',
    server.endpoint,
    '--email',
    'a@b',
    '--password-stdin',
    '--without-project',
  ];
  const ran = await runLine([...argv, ...more], { stdin: 'password', home, cwd: home });
  return {
    ...ran,
    asked: server.hits.map(({ method, url }) => `${method} ${url.slice('/v1'.length)}`),
    hits: server.hits,
  };
}

describe('the second factor', () => {
  const more = apiError(401, 'user_more_factors_required', 'More factors are required');
  const all = json({ totp: true, email: true, phone: true, recoveryCode: true });
  const asked = { 'GET /v1/account': more, 'GET /v1/account/mfa/factors': all };

  it.each(['totp', 'email', 'phone', 'recoveryCode'])(
    '%s is asked for and answered as the API wants it',
    async (factor) => {
      let shown = false;
      const { code, hits } = await login(
        {
          ...asked,
          'GET /v1/account': (exchange) =>
            (shown ? json({ $id: 'ada', name: '', email: 'a@b' }) : more)(exchange),
          'POST /v1/account/mfa/challenge': json({ $id: 'c1' }),
          'PUT /v1/account/mfa/challenge': (exchange) => {
            shown = true;
            return json(opened)(exchange);
          },
        },
        '--mfa-factor',
        factor,
        '--otp',
        '123456',
      );
      expect(code).toBe(0);
      const sent = hits
        .filter(({ url }) => url.endsWith('/challenge'))
        .map(({ body }) => JSON.parse(`${body}`));
      expect(sent).toEqual([{ factor }, { challengeId: 'c1', otp: '123456' }]);
      expect(hits.at(-1)!.headers.cookie).toBe('a_session_console=canary%3Dsession');
    },
  );

  it.each([
    ['email', 'user_email_not_verified', 'no verified e-mail address'],
    ['phone', 'user_phone_not_found', 'no verified phone number'],
  ])('reports that the account has no %s', async (factor, type, message) => {
    const refused = apiError(500, type, 'Server Error');
    const ran = await login({ ...asked, 'POST /v1/account/mfa/challenge': refused }, '--mfa-factor', factor);
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.stderr).toContain(message);
    expect(ran.asked.at(-1)).toBe('DELETE /account/sessions/current');
  });

  it('reports a required factor that is not set up', async () => {
    const none = json({ totp: false, email: false, phone: false, recoveryCode: false });
    const ran = await login({ ...asked, 'GET /v1/account/mfa/factors': none });
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.stderr).toContain('none is set up');
  });
});

it('refuses a session without a cookie', async () => {
  const ran = await login({ 'POST /v1/account/sessions/email': json(opened, 201) });
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.stderr).toContain('sent no session');
});

it('ends the session after a response that breaks the API’s contract', async () => {
  const ran = await login({ 'GET /v1/account': json({ $id: 7 }) });
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.stderr).toContain('"$id" is not text');
  expect(ran.asked.at(-1)).toBe('DELETE /account/sessions/current');
});

it('reports a session that can’t be ended', async () => {
  const ran = await login({
    'GET /v1/account': json({}),
    'DELETE /v1/account/sessions/current': text('', 500),
  });
  expect(ran.stderr).toContain('the session that was just opened may still be open');
});

it('escapes names from the server', async () => {
  const name = json({ $id: 'ada', name: 'Ada', email: 'ada\u001b[2J\u202e@b' });
  const ran = await login({ 'GET /v1/account': name });
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stderr).toContain('as ada\\x1b[2J\\u202e@b');
});
