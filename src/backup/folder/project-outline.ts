/** The project file of a backup, as far as its items depend on it. */
import { join } from 'node:path';
import { findProjectFile } from '../../project/file/find.ts';
import { problemLines, readProject } from '../../project/file/read.ts';
import { keyOf } from '../../project/model/state.ts';
import { valueJson } from '../../project/model/value.ts';
import type { Part } from '../parts.ts';
import { resourceOf } from '../selection.ts';
import { projectFileName } from './others.ts';

export interface Relationship {
  readonly key: string;
  readonly relatedCollection: string;
}

export interface ProjectOutline {
  /** True if the project file describes what contains the items; also for users and messages. */
  contains(part: Part): boolean;
  relationships(databaseId: string, collectionId: string): readonly Relationship[];
  /** Returns the attributes of a collection as text, for comparing; undefined if the file does not describe it. */
  schemaOf(databaseId: string, collectionId: string): string | undefined;
  /** Faults of the file, a line each. */
  readonly problems: readonly string[];
}

/** Reads the project file of a backup. @param folder absolute @throws CliError exit 2 if it can't be used at all */
export function outlineOf(folder: string): ProjectOutline {
  const files = findProjectFile(
    { cwd: folder, home: undefined, uid: undefined },
    { config: join(folder, projectFileName) },
  )!;
  const { desired, problems } = readProject(files, { resolveSecrets: false, env: {} });
  const relationships = new Map<string, Relationship[]>();
  const schemas = new Map<string, string>();
  for (const { kind, path, variant, fields } of desired.resources.values()) {
    const collection = path.slice(0, 2).join('/');
    if (kind === 'collection') schemas.set(collection, '');
    if (kind !== 'attribute') continue;
    const values = [...fields].map(([name, { value }]) => [name, valueJson(value)]);
    schemas.set(collection, `${schemas.get(collection) ?? ''}${JSON.stringify([path, variant, values])}\n`);
    const related = fields.get('relatedCollection')?.value;
    if (variant !== 'relationship' || typeof related !== 'string') continue;
    const list = relationships.get(collection) ?? [];
    relationships.set(collection, [...list, { key: path[2]!, relatedCollection: related }]);
  }
  return {
    contains(part) {
      const resource = resourceOf(part);
      return resource === undefined || desired.resources.has(keyOf(resource));
    },
    relationships: (databaseId, collectionId) => relationships.get(`${databaseId}/${collectionId}`) ?? [],
    schemaOf: (databaseId, collectionId) => schemas.get(`${databaseId}/${collectionId}`),
    problems: problemLines(problems),
  };
}
