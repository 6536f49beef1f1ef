/** A snapshot in which personal values are replaced while it is read. */
import type { Schema } from '../../schema/model.ts';
import type { Part } from '../parts.ts';
import type { LiveSnapshot, Snapshot } from '../snapshot.ts';
import { rulesProblems } from './fit.ts';
import { ItemScrubber } from './items.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { refuseRules, type ScrubRules } from './rules.ts';

export interface ScrubOptions {
  readonly rules: ScrubRules;
  /** Schema of the snapshot. */
  readonly schema: Schema;
  /** Secret; the same seed gives the same replacements. */
  readonly seed: string;
  /** True if the line is about the documents of a collection. */
  readonly isSelected: (part: Part) => boolean;
}

/**
 * Returns a snapshot without personal values. It has no secrets and no hashes of passwords; the bytes of files stay as
 * they are.
 * @throws CliError exit 2 if the rules don't fit the schema, before an item is read
 */
export function scrubbed(snapshot: Snapshot, options: ScrubOptions): Snapshot {
  return decorated(snapshot, scrubberFor(options));
}

/** Returns a server's snapshot without personal values, as {@link scrubbed}. */
export function scrubbedLive(live: LiveSnapshot, options: ScrubOptions): LiveSnapshot {
  const scrubber = scrubberFor(options);
  return {
    ...decorated(live, scrubber),
    get serverTime() {
      return live.serverTime;
    },
    countedOf: (part) => live.countedOf(part),
    totalOf: (part, range) => live.totalOf(part, range),
    ids: (part) => live.ids(part),
    itemsWith: (part, ids) => replaced(live.itemsWith(part, ids), part, scrubber),
    changedSince: (part, since) => replaced(live.changedSince(part, since), part, scrubber),
    hasRelationships: (part) => live.hasRelationships(part),
    saveBytes: (file, sink) => live.saveBytes(file, sink),
  };
}

function scrubberFor({ rules, schema, seed, isSelected }: ScrubOptions): ItemScrubber {
  refuseRules(
    rulesProblems(
      rules,
      schema,
      ({ databaseId, collectionId }) => !isSelected({ kind: 'documents', databaseId, collectionId }),
    ),
  );
  return new ItemScrubber(rules, schema, new Pseudonyms(seed));
}

function decorated(snapshot: Snapshot, scrubber: ItemScrubber): Snapshot {
  return {
    origin: snapshot.origin,
    parts: snapshot.parts,
    missing: snapshot.missing,
    projectFolder: snapshot.projectFolder,
    items: (part) => replaced(snapshot.items(part), part, scrubber),
    bytes: (bucketId, fileId) => snapshot.bytes(bucketId, fileId),
    secrets: async () => undefined,
    close: () => snapshot.close(),
  };
}

function replaced(items: AsyncIterable<string>, part: Part, scrubber: ItemScrubber): AsyncIterable<string> {
  const replacement = scrubber.replacementFor(part);
  return replacement ? mapped(items, replacement) : items;
}

async function* mapped(items: AsyncIterable<string>, replacement: (item: string) => string) {
  for await (const item of items) yield replacement(item);
}
