import { beforeEach, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { type Account, cookies, guest, newAccount } from '../account/kit.ts';
import { newest, outbox, paramsOf } from '../outbox/kit.ts';

let at: TestSandbox;
let owner: Account;
beforeEach(async () => {
  at = await testSandbox();
  owner = await newAccount(at, 'owner@example.com');
  await owner.request('POST', '/teams', { teamId: 'crew', name: 'Crew' });
  return () => at.sandbox.close();
});

const url = 'http://localhost/join';
const refusal = (status: number, type: string) => ({ status, json: { type } });
const invite = (whom: object) =>
  owner.request('POST', '/teams/crew/memberships', { roles: ['dev'], url, ...whom });
const total = async () => (await at.request('GET', '/teams/crew')).json.total;

/** Answers the invitation of a link as a visitor, or with the headers of a user. */
function answer(link: string, changes: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const { teamId, membershipId, userId, secret } = { ...paramsOf(link), ...changes };
  const body = { userId, secret };
  return at.request('PATCH', `/teams/${teamId}/memberships/${membershipId}/status`, {
    ...guest(undefined, headers),
    body,
  });
}

describe.each([
  ['mail', { email: 'bob@example.com', name: 'Bob' }, 'bob@example.com', 'email'],
  ['text message', { phone: '+12065550100' }, '+12065550100', 'sms'],
])('an invitation by %s', (_, whom, to, channel) => {
  it('makes a member of a new user, with the link from the outbox, and signs in', async () => {
    const invited = await invite(whom);
    expect(invited).toMatchObject({ status: 201, json: { confirm: false, joined: '', roles: ['dev'] } });
    const { $id: membershipId, userId } = invited.json;
    const entry = await newest(at, to);
    expect(entry).toMatchObject({ kind: 'invitation', channel, userId, membershipId, teamId: 'crew' });
    expect(paramsOf(entry.url)).toEqual({ membershipId, userId, secret: entry.secret, teamId: 'crew' });
    expect(entry.text).toContain(entry.url);
    expect(await total()).toBe(1);

    const joined = await answer(entry.url);
    expect(joined).toMatchObject({ status: 200, json: { $id: membershipId, confirm: true } });
    expect(joined.json.joined).not.toBe('');
    expect(await total()).toBe(2);
    const cookie = cookies(joined.headers).at(-1)!.split(';')[0]!;
    const team = await at.request('GET', '/teams/crew', guest(undefined, { cookie }));
    expect(team).toMatchObject({ status: 200, json: { total: 2 } });
    expect(await answer(entry.url)).toMatchObject(refusal(409, 'membership_already_confirmed'));
  });
});

it('names the team, the project and its owner in the mail', async () => {
  await invite({ email: 'bob@example.com' });
  const { subject, text } = await newest(at, 'bob@example.com');
  expect(subject).toBe('Invitation to Crew Team at Sandbox');
  expect(text).toContain('because Ada wanted to invite you');
});

it('gives no role before the invitation is accepted', async () => {
  const bob = await newAccount(at, 'bob@example.com');
  await invite({ userId: bob.userId });
  expect(await bob.request('GET', '/teams/crew')).toMatchObject(refusal(404, 'team_not_found'));
  expect(await invite({ userId: bob.userId })).toMatchObject(refusal(409, 'team_invite_already_exists'));
  const { url: link } = await newest(at, 'bob@example.com');
  expect((await answer(link, {}, { cookie: bob.cookie })).status).toBe(200);
  expect((await bob.request('GET', '/teams/crew')).status).toBe(200);
});

it('refuses an invitation with another secret, user, team or session', async () => {
  const eve = await newAccount(at, 'eve@example.com');
  await owner.request('POST', '/teams', { teamId: 'other', name: 'Other' });
  await invite({ email: 'bob@example.com' });
  const { url: link } = await newest(at, 'bob@example.com');
  expect(await answer(link, { secret: 'x' })).toMatchObject(refusal(401, 'team_invalid_secret'));
  expect(await answer(link, { userId: eve.userId })).toMatchObject(refusal(401, 'team_invite_mismatch'));
  expect(await answer(link, { teamId: 'other' })).toMatchObject(refusal(404, 'team_membership_mismatch'));
  expect(await answer(link, { membershipId: 'x' })).toMatchObject(refusal(404, 'membership_not_found'));
  expect(await answer(link, {}, { cookie: eve.cookie })).toMatchObject(refusal(401, 'team_invite_mismatch'));
  expect(await total()).toBe(1);
});

it('takes an invitation back without a change of the total', async () => {
  const { json } = await invite({ email: 'bob@example.com' });
  expect((await owner.request('DELETE', `/teams/crew/memberships/${json.$id}`)).status).toBe(204);
  expect(await total()).toBe(1);
});

it('sends nothing for a member whom a key adds', async () => {
  const body = { email: 'bob@example.com', roles: ['dev'], url };
  const { json } = await at.request('POST', '/teams/crew/memberships', { body });
  expect(json.confirm).toBe(true);
  expect(await outbox(at)).toEqual([]);
});
