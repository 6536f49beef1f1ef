import { expect, it } from 'vitest';
import { type ApiVersion, apiVersions, newestApiVersion } from '../../src/api/versions.ts';
import { versionGap } from '../../src/core/version-gap.ts';
import type { ResolvedApiVersion } from '../../src/profile/api-version.ts';

const byDefault = (version: ApiVersion): ResolvedApiVersion => ({ version, source: undefined });
const byProfile = (version: ApiVersion): ResolvedApiVersion => ({
  version,
  source: { from: 'profile', detail: 'profile "shop"' },
});

it.each<[readonly ApiVersion[], ResolvedApiVersion, text: string, nearest: ApiVersion]>([
  [
    apiVersions.slice(apiVersions.indexOf('1.8')),
    byDefault('1.5'),
    'needs Appwrite 1.8 or newer; this is 1.5 (default)',
    '1.8',
  ],
  [
    [newestApiVersion],
    byProfile('1.8'),
    `needs Appwrite ${newestApiVersion} or newer; this is 1.8 (profile "shop")`,
    newestApiVersion,
  ],
  [['1.6'], byDefault('1.5'), 'is in Appwrite 1.6 only; this is 1.5 (default)', '1.6'],
  [['1.6', '1.7'], byDefault('1.5'), 'is in Appwrite 1.6 to 1.7 only; this is 1.5 (default)', '1.6'],
  [['1.5', '1.6'], byDefault('1.8'), 'was removed in Appwrite 1.7; this is 1.8 (default)', '1.6'],
  [['1.5'], byDefault('1.9'), 'was removed in Appwrite 1.6; this is 1.9 (default)', '1.5'],
])('explains that %j have a thing and %j lacks it', (versions, inUse, text, nearest) => {
  expect(versionGap(versions, inUse)).toEqual({
    text,
    nearest,
    advice: `pass --api-version ${nearest} if the server is`,
  });
});
