/** Attributes that got another key: what the file and the user say about it, and what looks like it. */
import { isSameFieldValue } from '../model/field-types.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import {
  type DesiredProject,
  type DesiredResource,
  keyOf,
  type LiveProject,
  type LiveResource,
  type ResourceKey,
} from '../model/state.ts';
import type { Difference, Rename } from './difference.ts';

export interface RenameFindings {
  /** Attributes of the server by the keys of those in the file that they become. */
  readonly found: ReadonlyMap<ResourceKey, LiveResource>;
  /** Renames that mean nothing, or nothing any more. One line each. */
  readonly notes: readonly string[];
}

/** A rename counts if the server has the old key only, and the file the new one only. */
export function findRenames(
  desired: DesiredProject,
  live: LiveProject,
  renames: readonly Rename[],
): RenameFindings {
  const found = new Map<ResourceKey, LiveResource>();
  const notes: string[] = [];
  for (const rename of [...renamesOf(desired), ...renames]) {
    const { database, collection, from, to } = rename;
    const [before, after] = [from, to].map((key) => attributeKey(database, collection, key)) as [
      string,
      string,
    ];
    const source = live.resources.get(before);
    const said = `the rename of ${before} to ${to}`;
    if (!desired.resources.has(after)) notes.push(`${said} has no effect: the file has no ${after}`);
    else if (desired.resources.has(before)) notes.push(`${said} has no effect: the file still has ${from}`);
    else if (live.resources.has(after))
      notes.push(
        source
          ? `${said} has no effect: the server has both already`
          : `${said} is done, and no longer needs to be named`,
      );
    else if (source) found.set(after, source);
    else notes.push(`${said} has no effect: the server has neither`);
  }
  return { found, notes };
}

function renamesOf({ resources }: DesiredProject): Rename[] {
  return [...resources.values()].flatMap(({ path, previousKey }) => {
    const [database, collection, to] = path as [string, string, string];
    return previousKey === undefined ? [] : [{ database, collection, from: previousKey.value, to }];
  });
}

const attributeKey = (database: string, collection: string, key: string) =>
  keyOf({ kind: 'attribute', path: [database, collection, key] });

/** Returns the attributes of an index as they are called after the renames. @param path of the index */
export function withNewKeys(
  [database = '', collection = '']: readonly string[],
  attributes: readonly string[],
  renames: RenameFindings['found'],
): string[] {
  const isHere = ({ path }: LiveResource) => path[0] === database && path[1] === collection;
  const names = new Map(
    [...renames]
      .filter(([, live]) => isHere(live))
      .map(([after, { path }]) => [path[2]!, after.split('/').at(-1)!]),
  );
  return attributes.map((name) => names.get(name) ?? name);
}

/** Returns a line for each attribute that may have been renamed: it is gone, and there is a new one of the same kind. */
export function renameHints(differences: readonly Difference[]): string[] {
  const added = differences.flatMap((each) =>
    each.kind === 'only in file' && each.desired.kind === 'attribute' ? [each.desired] : [],
  );
  return differences.flatMap((each) => {
    if (each.kind !== 'only on server' || each.live.kind !== 'attribute') return [];
    const { path } = each.live;
    const twin = added.find((one) => isTwin(one, each.live));
    if (twin === undefined) return [];
    const to = twin.path[2]!;
    return [
      `if ${path.join('/')} was renamed to ${to}, add --rename ${path.join('/')}=${to}, or "previousKey" in the file`,
    ];
  });
}

/** Fields that two attributes must have in common for one to be the other under another key. */
const identifying = ['array', 'size', 'elements', 'relatedCollection', 'relationType'];

function isTwin(desired: DesiredResource, live: LiveResource): boolean {
  const inSameCollection = desired.path[0] === live.path[0] && desired.path[1] === live.path[1];
  if (!inSameCollection || desired.variant !== live.variant) return false;
  return Object.entries(fieldsOf(kindNamed('attribute'), desired.variant))
    .filter(([name]) => identifying.includes(name))
    .every(([name, { type, initial }]) => {
      const [one, other] = [desired.fields.get(name)?.value ?? initial, live.fields.get(name) ?? initial];
      return one === undefined || other === undefined || isSameFieldValue(type, one, other);
    });
}
