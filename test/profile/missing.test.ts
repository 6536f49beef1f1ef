import { describe, expect, it } from 'vitest';
import { caught } from './kit.ts';
import { complete, config, home, resolve, type Situation, shopProfile, user } from './situations.ts';

describe('the error for missing values', () => {
  it.each<[string, Situation, string, RegExp]>([
    [
      'everything',
      {},
      'no endpoint, project or credential is set',
      /^run appwrite-cli login, or set APPWRITE_ENDPOINT \(--endpoint\), APPWRITE_PROJECT_ID \(--project\) and APPWRITE_API_KEY; appwrite-cli sandbox run -- COMMAND needs none of this$/,
    ],
    [
      'the endpoint',
      { env: { ...complete, APPWRITE_ENDPOINT: undefined } },
      'no endpoint is set',
      /^set APPWRITE_ENDPOINT \(--endpoint\), or run appwrite-cli login$/,
    ],
    [
      'the project',
      { env: { ...complete, APPWRITE_PROJECT_ID: '' } },
      'no project is set',
      /^name one with --project ID or APPWRITE_PROJECT_ID$/,
    ],
    [
      'the project of a profile with a session',
      { flags: { profile: 'team' }, config },
      'no project is set, and profile "team" has none',
      /^choose one for this folder with appwrite-cli init, or name one with --project ID or APPWRITE_PROJECT_ID$/,
    ],
    [
      'the project of a profile, beside a key that chooses none',
      { config, env: { APPWRITE_API_KEY: 'key-env', APPWRITE_PROFILE: 'team' } },
      'no project is set, and profile "team" has none',
      /^name one with --project ID or APPWRITE_PROJECT_ID$/,
    ],
    [
      'the key',
      { env: { ...complete, APPWRITE_API_KEY: undefined } },
      'no credential is set',
      /^run appwrite-cli login, or set APPWRITE_API_KEY$/,
    ],
    [
      'the user’s token',
      { env: { ...complete, APPWRITE_API_KEY: undefined }, needs: { auth: user } },
      'no credential is set',
      /^run appwrite-cli login, or set APPWRITE_JWT$/,
    ],
    [
      'the endpoint, for a guest too',
      { needs: { project: 'none', auth: [] } },
      'no endpoint is set',
      /APPWRITE_ENDPOINT/,
    ],
    [
      'the credential of a profile that is logged out',
      { config: { ...config, profiles: [{ ...shopProfile, credential: undefined }] } },
      'no credential is set, and profile "shop" has none',
      /^run appwrite-cli login --profile shop, or set APPWRITE_API_KEY$/,
    ],
    [
      'the credential of a profile with an unusual name',
      {
        config: {
          version: 1,
          current: "it's me",
          profiles: [{ name: "it's me", endpoint: home, project: 'p' }],
        },
      },
      'no credential is set, and profile "it\'s me" has none',
      /appwrite-cli login --profile 'it'\\''s me',/,
    ],
    [
      'a current profile',
      { config: { ...config, current: undefined } },
      'no endpoint, project or credential is set, and no profile is current',
      /^choose a profile with appwrite-cli profile use NAME \(shop, team\), or set APPWRITE_ENDPOINT.*APPWRITE_API_KEY$/,
    ],
    [
      'the only profile to be current',
      { config: { version: 1, profiles: [shopProfile] } },
      'no endpoint, project or credential is set, and no profile is current',
      /^run appwrite-cli profile use shop, or set/,
    ],
  ])('suggests the next step: %s', async (_, situation, message, hint) => {
    expect(await caught(() => resolve(situation))).toMatchObject({
      exitCode: 3,
      message,
      hint: expect.stringMatching(hint),
    });
  });

  it.each([
    { flags: { profile: 'sho' } },
    { env: { APPWRITE_PROFILE: 'sho' } },
    { flags: { profile: 'sho' }, env: complete },
  ])('lists the known profiles for an unknown one: %j', async (situation) => {
    expect(await caught(() => resolve({ ...situation, config }))).toMatchObject({
      exitCode: 2,
      message: 'there is no profile "sho"',
      hint: 'profiles: shop, team',
    });
  });
});
