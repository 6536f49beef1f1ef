import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newAccount } from '../account/kit.ts';
import { newOwner, type Owner, refusal } from './kit.ts';

let at: TestSandbox;
let owner: Owner;
beforeAll(async () => {
  at = await testSandbox();
  owner = await newOwner(at);
});
afterAll(() => at.sandbox.close());

/** Changes a setting of the project, and returns the project. */
async function set(path: string, body: object) {
  const answer = await owner.request('PATCH', `/projects/sandbox/${path}`, body);
  expect(answer.status).toBe(200);
  return answer.json;
}

const invalid = refusal(400, 'general_argument_invalid');

describe('APIs and services that are off', () => {
  const locale = (guest: boolean) => at.request('GET', '/locale/continents', { guest });
  const query = (guest: boolean) =>
    at.request('POST', '/graphql', { guest, body: { query: '{ localeListContinents { total } }' } });

  it('refuses an API to guests, and leaves it to admins', async () => {
    await set('api', { api: 'graphql', status: false });
    expect(await query(true)).toMatchObject(refusal(403, 'general_api_disabled'));
    expect((await query(false)).status).toBe(200);
    expect((await locale(true)).status).toBe(200);
    await set('api/all', { status: false });
    expect(await locale(true)).toMatchObject(refusal(403, 'general_api_disabled'));
    expect((await owner.onProject()('GET', '/locale/continents')).status).toBe(200);
    await set('api/all', { status: true });
    expect((await locale(true)).status).toBe(200);
  });

  it('refuses a service in GraphQL too', async () => {
    await set('service', { service: 'locale', status: false });
    const { errors } = (await query(true)).json;
    expect(errors).toMatchObject([{ message: expect.stringContaining('switched off') }]);
    await set('service', { service: 'locale', status: true });
    expect((await query(true)).json).toEqual({ data: { localeListContinents: { total: 7 } } });
  });

  it.each([
    ['a service', 'service', { service: 'nope', status: true }],
    ['an API', 'api', { api: 'soap', status: true }],
  ])('refuses %s that does not exist', async (_, path, body) => {
    expect(await owner.request('PATCH', `/projects/sandbox/${path}`, body)).toMatchObject(invalid);
  });
});

it('refuses invitations by users if they are off, and leaves them to keys', async () => {
  const captain = await newAccount(at, 'captain@example.com');
  await captain.request('POST', '/teams', { teamId: 'crew', name: 'Crew' });
  const path = '/teams/crew/memberships';
  const body = { roles: [], email: 'guest@example.com', url: 'http://localhost' };
  await set('auth/invites', { status: false });
  expect(await captain.request('POST', path, body)).toMatchObject(
    refusal(501, 'user_auth_method_unsupported'),
  );
  expect((await at.request('POST', path, { body })).status).toBe(201);
  await set('auth/invites', { status: true });
});

describe('passwords', () => {
  const signUp = (userId: string, password: string, more: object = {}) =>
    at.request('POST', '/account', {
      guest: true,
      body: { userId, email: `${userId}@example.com`, password, ...more },
    });
  const change = (userId: string, password: string) =>
    at.request('PATCH', `/users/${userId}/password`, { body: { password } });

  it('refuses common ones on request', async () => {
    expect(await set('auth/password-dictionary', { enabled: true })).toMatchObject({
      authPasswordDictionary: true,
    });
    expect(await signUp('common', 'password')).toMatchObject(invalid);
    await set('auth/password-dictionary', { enabled: false });
    expect((await signUp('common', 'password')).status).toBe(201);
  });

  it.each([
    ['ID', 'someone-4', 'SOMEONE-4-x', {}],
    ['address', 'by-mail', 'xx-hedwig-x', { email: 'Hedwig@example.com' }],
    ['name', 'by-name', 'xx-Ottilie', { name: 'Ottilie' }],
  ])('refuses one with the user’s %s on request', async (_, userId, password, more) => {
    await set('auth/personal-data', { enabled: true });
    const refused = refusal(400, 'password_personal_data');
    expect(await signUp(userId, password, more)).toMatchObject(refused);
    expect((await signUp(userId, 'Unrelated-1', more)).status).toBe(201);
    expect(await change(userId, password)).toMatchObject(refused);
    await set('auth/personal-data', { enabled: false });
  });

  it('refuses the latest ones, as many as it remembers', async () => {
    expect(await set('auth/password-history', { limit: 2 })).toMatchObject({ authPasswordHistory: 2 });
    expect((await signUp('forgetful', 'First-pass-1')).status).toBe(201);
    const refused = refusal(400, 'password_recently_used');
    expect(await change('forgetful', 'First-pass-1')).toMatchObject(refused);
    expect((await change('forgetful', 'Second-pass-2')).status).toBe(200);
    expect(await change('forgetful', 'First-pass-1')).toMatchObject(refused);
    expect((await change('forgetful', 'Third-pass-3')).status).toBe(200);
    expect((await change('forgetful', 'First-pass-1')).status).toBe(200);
    await set('auth/password-history', { limit: 0 });
  });

  it('remembers up to 20', async () => {
    const answer = await owner.request('PATCH', '/projects/sandbox/auth/password-history', { limit: 21 });
    expect(answer).toMatchObject(invalid);
  });
});

it('keeps the settings of a provider that are left out', async () => {
  const github = async (body: object) => {
    const { oAuthProviders } = await set('oauth2', { provider: 'github', ...body });
    return oAuthProviders.find(({ key }: { key: string }) => key === 'github');
  };
  expect(await github({ appId: 'app-1', secret: 'S3cret', enabled: true })).toMatchObject({ enabled: true });
  const signIn = () => at.request('GET', '/account/sessions/oauth2/github', { guest: true });
  expect(await signIn()).toMatchObject(refusal(501, 'general_not_implemented'));
  expect(await github({ enabled: false })).toEqual({
    key: 'github',
    name: 'GitHub',
    appId: 'app-1',
    secret: 'S3cret',
    enabled: false,
  });
  expect(await signIn()).toMatchObject(refusal(412, 'project_provider_disabled'));
});

it('refuses an empty text and a URL that is none', async () => {
  for (const texts of [{ logo: '' }, { url: 'nourl' }]) {
    const answer = await owner.request('PATCH', '/projects/sandbox', { name: 'Sandbox', ...texts });
    expect(answer).toMatchObject(invalid);
  }
});
