import { describe, expect, it } from 'vitest';
import { checkScopes } from '../../../src/commands/doctor/scopes.ts';
import { ExitCode } from '../../../src/errors.ts';
import { HttpError } from '../../../src/http/failure.ts';
import type { Client } from '../../../src/http/types.ts';

/** A client whose requests for `/databases` alone succeed. */
function clientWith(status: number, message: string, type?: string): Client {
  const text = async ({ path }: { path: string }) => {
    if (path === '/databases') return { status: 200, headers: {}, text: '{}', bytes: new Uint8Array() };
    throw new HttpError(status === 401 ? ExitCode.auth : ExitCode.failure, message, {
      status,
      type,
      outcome: 'refused',
      transient: false,
    });
  };
  return { text } as unknown as Client;
}

const role = 'app.shop@service.localhost (role: applications)';

describe('checkScopes', () => {
  it.each([
    ['1.5', `${role} missing scope (x.read)`],
    ['1.8', `${role} missing scopes (["x.read"])`],
    ['1.8 with alternatives', `${role} missing scopes (["tables.read","collections.read"])`],
  ])('warns about missing scopes as told by %s', async (_server, message) => {
    const { status, detail } = await checkScopes(
      clientWith(401, message, 'general_unauthorized_scope'),
      '1.5',
    );
    expect(status).toBe('warn');
    expect(detail).toContain('collections.read');
    expect(detail).not.toContain('databases.read');
  });

  it.each([
    [401, 'Not today', 'user_unauthorized'],
    [401, 'User (role: guests) missing scope (users.read)', 'general_unauthorized_scope'],
    [403, 'Forbidden', undefined],
    [404, 'HTTP 404: nginx', undefined],
    [502, 'HTTP 502: Bad Gateway', undefined],
  ])('fails for a response %s %s', async (status, message, type) => {
    expect(await checkScopes(clientWith(status, message, type), '1.5')).toMatchObject({
      status: 'fail',
      detail: message,
    });
  });

  it('passes a key that finds nothing where it may read', async () => {
    expect((await checkScopes(clientWith(404, 'No bucket', 'storage_bucket_not_found'), '1.5')).status).toBe(
      'pass',
    );
  });

  it('probes what the version has', async () => {
    const lacking = clientWith(401, `${role} missing scopes (["x.read"])`, 'general_unauthorized_scope');
    expect((await checkScopes(lacking, '1.7')).detail).toContain('sites: sites.read');
    expect((await checkScopes(lacking, '1.5')).detail).not.toContain('sites');
  });
});
