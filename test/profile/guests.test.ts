import { describe, expect, it } from 'vitest';
import { account } from '../../src/api/account.ts';
import { databases } from '../../src/api/databases.ts';
import { locale } from '../../src/api/locale.ts';
import type { Group } from '../../src/api/schema.ts';
import { resolveConnection } from '../../src/profile/resolve.ts';
import { testContext } from './kit.ts';

const at = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'shop' };
const key = { APPWRITE_API_KEY: 'k' };
const session = { APPWRITE_SESSION: 's' };

/** The kind of credential that an operation is sent with. */
async function sentWith(group: Group, command: string, env: Record<string, string>) {
  const { sentWith: auth } = group.operations.find((operation) => operation.command === command)!;
  const { connection } = await resolveConnection(
    testContext({ env: { ...at, ...env } }),
    {},
    { project: 'required', auth },
  );
  return connection.credential?.kind ?? 'nothing';
}

describe('the credential of an operation that guests may use', () => {
  it.each<[Group, string, Record<string, string>, string]>([
    // The specification opens it to guests, but they lack its scope.
    [account, 'create-jwt', session, 'session'],
    [account, 'create-mfa-challenge', session, 'session'],
    // Open to guests; the session's secret is in the answer only with an API key.
    [account, 'create-email-password-session', {}, 'nothing'],
    [account, 'create-email-password-session', session, 'nothing'],
    [account, 'create-email-password-session', { ...key, ...session }, 'key'],
    [account, 'create-anonymous-session', key, 'nothing'],
    [account, 'create-session', key, 'key'],
    [account, 'update-magic-url-session', key, 'key'],
    [account, 'update-phone-session', key, 'key'],
    // Open to guests; an API key lacks the scope.
    [account, 'create-email-token', key, 'nothing'],
    [account, 'update-verification', key, 'nothing'],
    [account, 'update-verification', { ...key, ...session }, 'session'],
    [account, 'create-recovery', key, 'nothing'],
    // Open to all.
    [locale, 'list-countries', {}, 'nothing'],
    [locale, 'list-countries', key, 'key'],
    // The server has the last word.
    [account, 'get', key, 'key'],
  ])('sends %# %s %s', async (group, command, env, kind) => {
    expect(await sentWith(group, command, env)).toBe(kind);
  });

  it('reports a missing credential if guests are not allowed', async () => {
    await expect(sentWith(databases, 'list', {})).rejects.toMatchObject({ exitCode: 3 });
    await expect(sentWith(account, 'create-jwt', {})).rejects.toMatchObject({ exitCode: 3 });
  });
});
