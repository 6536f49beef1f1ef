import { describe, expect, it } from 'vitest';
import { readServerVersion } from '../../../src/api/server-version.ts';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { checkScopes, presetScopes, scopesOf } from '../../../src/commands/init/scopes.ts';

const all = async (version: ApiVersion) =>
  (await scopesOf(version, undefined)).groups.flatMap(({ scopes }) => scopes);

describe('the scopes of a key', () => {
  it('are those that the version of the server has', async () => {
    expect(await all('1.5')).toEqual(expect.arrayContaining(['documents.read', 'functions.write']));
    expect(await all('1.5')).not.toContain('sites.read');
    expect(await all('1.7')).toEqual(expect.arrayContaining(['documents.read', 'sites.read', 'sites.write']));
  });

  it('include what is new in the version if a preset says so', async () => {
    const [old, newer] = [await scopesOf('1.5', undefined), await scopesOf('1.7', undefined)];
    expect(presetScopes(newer, 'ci-deploy')).toEqual(
      expect.arrayContaining([...presetScopes(old, 'ci-deploy'), 'sites.write']),
    );
    expect(presetScopes(newer, 'everything')).toEqual(
      await all('1.7').then((scopes) => [...new Set(scopes)]),
    );
  });

  it('are refused if the server has no such scope, unless it is newer than the catalogue', async () => {
    const given = ['users.read', 'rooms.read'];
    const known = await scopesOf('1.9', readServerVersion('1.9.3'));
    expect(() => checkScopes(known, given)).toThrow('--key-scopes: there is no scope "rooms.read"');
    const newer = await scopesOf('1.9', readServerVersion('1.10.0'));
    expect(checkScopes(newer, given)).toEqual(given);
  });
});
