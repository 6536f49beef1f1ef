import { expect, it } from 'vitest';
import { type ApiVersion, apiVersions } from '../../../src/api/versions.ts';
import { lifetime } from '../../../src/cli/help/reference/lifetime.ts';

it.each<[found: readonly ApiVersion[], whole: readonly ApiVersion[], said: string | undefined]>([
  [apiVersions, apiVersions, undefined],
  [apiVersions.slice(3), apiVersions, 'since 1.8'],
  [['1.5', '1.6'], apiVersions, 'gone since 1.7'],
  [['1.6'], apiVersions, 'since 1.6, gone since 1.7'],
  [['1.8', '1.9'], ['1.8', '1.9'], undefined],
  [['1.5'], ['1.5', '1.6'], 'gone since 1.6'],
])('says of %j among %j: %s', (found, whole, said) => {
  expect(lifetime(found, whole)).toBe(said);
});
