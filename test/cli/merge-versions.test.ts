import { expect, it } from 'vitest';
import { apiVersions } from '../../src/api/versions.ts';
import { mergeVersions } from '../../src/cli/merge-versions.ts';

it.each([
  [['a b c', 'a b c'], 'a:12 b:12 c:12'],
  [['a c', 'a b c'], 'a:12 b:2 c:12'],
  [['a b c', 'a c', 'a c d'], 'a:123 b:1 c:123 d:3'],
  [['a', 'b a', 'b a'], 'b:23 a:123'],
  [['', 'a', ''], 'a:2'],
])('merges %j to %s, in the order of each list', (lists, expected) => {
  const byVersion = new Map(
    lists.map((list, index) => [apiVersions[index]!, list.split(' ').filter(Boolean)] as const),
  );
  const merged = mergeVersions(byVersion, String).map((found) => {
    const numbers = [...found.keys()].map((version) => apiVersions.indexOf(version) + 1);
    return `${[...found.values()][0]}:${numbers.join('')}`;
  });
  expect(merged.join(' ')).toBe(expected);
});
