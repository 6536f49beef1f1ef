import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConnection } from '../../src/profile/resolve.ts';
import { caught, put } from './kit.ts';
import {
  config,
  contextFor,
  everybody,
  home,
  line,
  other,
  type Situation,
  teamProfile,
} from './situations.ts';

const staging = {
  name: 'staging',
  projectId: 'p-staging',
  endpoint: home,
  profile: undefined,
  origin: '/x.json',
};
const key = { APPWRITE_API_KEY: 'key-env' };
const stagingProfile = {
  name: 'staging-at-home',
  endpoint: home,
  project: 'p-staging',
  credential: { kind: 'key', store: 'file', secret: 'key-staging' },
};
const several = { version: 1, current: 'team', profiles: [...config.profiles, stagingProfile] };

describe('an environment of the project file', () => {
  it.each<[string, Situation, string]>([
    [
      'wins over the project file and the profile',
      { file: { projectId: 'p-file' }, config, flags: { environment: staging } },
      `${home} p-staging fr key:key-profile`,
    ],
    [
      'may be named beside the same project in a variable',
      {
        env: { ...key, APPWRITE_ENDPOINT: home, APPWRITE_PROJECT_ID: 'p-staging' },
        flags: { environment: staging },
      },
      `${home} p-staging - key:key-env`,
    ],
    [
      'lets --endpoint win',
      { env: key, flags: { environment: staging, endpoint: other } },
      `${other} p-staging - key:key-env`,
    ],
    [
      'takes the one profile with its endpoint and project',
      { config: several, flags: { environment: staging } },
      `${home} p-staging - key:key-staging`,
    ],
    [
      'takes the profile that it names',
      { config: several, flags: { environment: { ...staging, profile: 'shop' } } },
      `${home} p-staging fr key:key-profile`,
    ],
    [
      'lets a profile that the command line names win',
      { config: several, flags: { environment: staging, profile: 'shop' } },
      `${home} p-staging fr key:key-profile`,
    ],
    [
      'lets a matching profile vouch for the endpoint',
      { env: key, config: several, flags: { environment: staging } },
      `${home} p-staging - key:key-env`,
    ],
  ])('%s', async (_, situation, expected) => {
    expect(await line(situation)).toBe(expected);
  });

  it.each<[string, Situation, number, string]>([
    [
      'another project in APPWRITE_PROJECT_ID (story 47)',
      { env: { ...key, APPWRITE_PROJECT_ID: 'p-prod' }, flags: { environment: staging } },
      2,
      '--env staging is the project p-staging, but APPWRITE_PROJECT_ID says p-prod',
    ],
    [
      'another project in --project',
      { env: key, flags: { environment: staging, project: 'p-prod' } },
      2,
      '--env staging is the project p-staging, but --project says p-prod',
    ],
    [
      'another server in APPWRITE_ENDPOINT',
      { env: { ...key, APPWRITE_ENDPOINT: other }, flags: { environment: staging } },
      2,
      `--env staging is at ${home}, but APPWRITE_ENDPOINT says ${other}`,
    ],
    [
      'a key without a word for the endpoint',
      { env: key, flags: { environment: staging } },
      3,
      'is not sent to',
    ],
    [
      'the credential of a profile elsewhere',
      {
        config: { version: 1, current: 'team', profiles: [{ ...teamProfile, project: 'p' }] },
        flags: { environment: staging },
      },
      3,
      'belongs to',
    ],
    [
      'an unknown profile',
      { config: several, flags: { environment: { ...staging, profile: 'none' } } },
      2,
      'there is no profile "none"',
    ],
  ])('refuses %s', async (_, situation, exitCode, message) => {
    expect(await caught(() => line(situation))).toMatchObject({
      exitCode,
      message: expect.stringContaining(message),
    });
  });
});

it('takes the project file that the command line names instead of the one of the folder', async () => {
  const context = contextFor({ file: { projectId: 'p-folder' }, config });
  const projectFile = join(context.cwd, 'other/my.json');
  put(projectFile, { projectId: 'p-named' });
  const needs = { project: 'required', auth: everybody } as const;
  const { connection } = await resolveConnection(context, { projectFile }, needs, async () => undefined);
  expect(connection.project).toBe('p-named');
});
