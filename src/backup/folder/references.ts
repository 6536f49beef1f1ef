/** Finds references between the items of a backup that lead nowhere. */

import { isJson } from '../../lib/json/format.ts';
import { items, kindOf, members, plainText } from '../../lib/json/slices.ts';
import { detached } from '../../lib/text/detached.ts';
import { idOfLine } from '../id-of-line.ts';
import type { Part } from '../parts.ts';
import type { PartEntry, Unresolved } from './manifest.ts';
import { outlineOf, type ProjectOutline } from './project-outline.ts';
import { readLinesOf } from './read-file.ts';

export interface Dangling {
  /** Path of the lines. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly id: string;
  /** Such as `author refers to main/users/ada, which is not in the backup`. */
  readonly problem: string;
}

/** A reference of an item. */
interface Reference {
  readonly member: string;
  /** Part that has what is referred to. */
  readonly to: Part;
  readonly id: string;
}

/** Counts the references that lead nowhere, by file. */
export async function unresolvedReferences(
  folder: string,
  parts: readonly PartEntry[],
): Promise<Unresolved[]> {
  const references = new References(folder, parts, outlineOf(folder));
  const counts = new Map<string, number>();
  for (const entry of parts)
    for await (const { path } of references.danglingOf(entry)) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts].map(([path, count]) => ({ path, count }));
}

/** The references between the items of a backup. */
export class References {
  readonly #folder: string;
  readonly #project: ProjectOutline;
  readonly #entries: ReadonlyMap<string, PartEntry>;
  /** IDs of the items of parts that were referred to. */
  readonly #ids = new Map<string, ReadonlySet<string>>();

  constructor(folder: string, parts: readonly PartEntry[], project: ProjectOutline) {
    this.#folder = folder;
    this.#project = project;
    this.#entries = new Map(parts.map((entry) => [keyOf(entry.part), entry]));
  }

  /**
   * Yields the references of a part that lead nowhere. One into a part that the backup does not have is none of them:
   * it may have been left out. Lines that are not JSON are skipped.
   */
  async *danglingOf({ part, path }: PartEntry): AsyncGenerator<Dangling, void, void> {
    const find = referencesOf(part, this.#project);
    if (find === undefined) return;
    this.#forgetDocuments();
    let line = 0;
    for await (const text of readLinesOf(this.#folder, path)) {
      line++;
      const item = membersOf(text);
      if (item === undefined) continue;
      for (const { member, to, id } of find(item)) {
        const known = await this.#idsOf(to);
        if (known === undefined || known.has(id)) continue;
        yield {
          path,
          line,
          id: plainText(item.get('$id') ?? '""'),
          problem: `${member} refers to ${shown(to, id)}, which is not in the backup`,
        };
      }
    }
  }

  /** @returns undefined if the backup does not have the part */
  async #idsOf(part: Part): Promise<ReadonlySet<string> | undefined> {
    const key = keyOf(part);
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const known = this.#ids.get(key) ?? (await idsOfLines(this.#folder, entry.path));
    this.#ids.set(key, known);
    return known;
  }

  /** Only as many IDs of documents as a part needs are in memory. Those of users serve every team and topic. */
  #forgetDocuments(): void {
    for (const key of this.#ids.keys())
      if (this.#entries.get(key)!.part.kind === 'documents') this.#ids.delete(key);
  }
}

const keyOf = (part: Part): string => JSON.stringify(part);

type Item = ReadonlyMap<string, string>;

/** Returns a function that finds the references of an item; undefined for parts whose items have none. */
function referencesOf(part: Part, project: ProjectOutline): ((item: Item) => Reference[]) | undefined {
  const users: Part = { kind: 'users' };
  const toUser = (item: Item): Reference[] => toOne('userId', users, item);
  switch (part.kind) {
    case 'documents': {
      const { databaseId } = part;
      const relationships = project.relationships(databaseId, part.collectionId);
      if (relationships.length === 0) return undefined;
      return (item) =>
        relationships.flatMap(({ key, relatedCollection }) =>
          toMany(key, { kind: 'documents', databaseId, collectionId: relatedCollection }, item),
        );
    }
    case 'targets':
    case 'memberships':
      return toUser;
    case 'subscribers':
      return (item) => [...toUser(item), ...toTarget(item)];
    case 'messages':
      return (item) => toMany('users', users, item);
    default:
      return undefined;
  }
}

function toOne(member: string, to: Part, item: Item): Reference[] {
  const json = item.get(member);
  return json === undefined || kindOf(json) !== 'string' || json === '""'
    ? []
    : [{ member, to, id: plainText(json) }];
}

function toMany(member: string, to: Part, item: Item): Reference[] {
  const json = item.get(member);
  if (json === undefined || kindOf(json) !== 'array') return toOne(member, to, item);
  return [...items(json)]
    .filter((each) => kindOf(each) === 'string')
    .map((each) => ({ member, to, id: plainText(each) }));
}

/** Targets that the server makes of addresses come with their user, and are not in the backup. */
function toTarget(item: Item): Reference[] {
  const target = item.get('target');
  const fields = target !== undefined && kindOf(target) === 'object' ? members(target) : undefined;
  const providerId = fields?.get('providerId') ?? 'null';
  const isMade = fields?.get('providerType') !== '"push"' && (providerId === 'null' || providerId === '""');
  return fields === undefined || isMade ? [] : toOne('targetId', { kind: 'targets' }, item);
}

function shown(part: Part, id: string): string {
  return part.kind === 'documents' ? `${part.databaseId}/${part.collectionId}/${id}` : `${part.kind} ${id}`;
}

async function idsOfLines(folder: string, path: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const line of readLinesOf(folder, path))
    if (membersOf(line) !== undefined) ids.add(detached(idOfLine(line)));
  return ids;
}

function membersOf(line: string): Item | undefined {
  return isJson(line) && kindOf(line) === 'object' ? members(line) : undefined;
}
