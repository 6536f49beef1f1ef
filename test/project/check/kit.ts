/** Checks of project files, for tests. */
import { expect } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { checkProject } from '../../../src/project/check/check.ts';
import { readFiles } from '../file/project.ts';

export type Entry = Readonly<Record<string, unknown>>;

/** @returns problems and warnings without their places */
export function check(file: Entry, version: ApiVersion = '1.5') {
  const { desired, problems } = readFiles({
    'appwrite.json': { databases: [{ $id: 'd', name: 'D' }], ...file },
  });
  expect(problems).toEqual([]);
  const result = checkProject(desired, version);
  const bare = (lines: readonly { readonly message: string }[]) => lines.map(({ message }) => message);
  return { problems: bare(result.problems), warnings: bare(result.warnings) };
}

export const collection = (
  attributes: readonly Entry[],
  indexes: readonly Entry[] = [],
  more: Entry = {},
) => ({
  $id: 'c',
  databaseId: 'd',
  name: 'C',
  attributes,
  indexes,
  ...more,
});
export const checkAttributes = (attributes: readonly Entry[], indexes: readonly Entry[] = []) =>
  check({ collections: [collection(attributes, indexes)] });
export const text = (key: string, size = 50, more: Entry = {}) => ({
  key,
  type: 'string',
  size,
  required: false,
  ...more,
});
