import { isAtLeast } from '../../api/versions.ts';
import { readCollection } from '../../bulk/documents/collection.ts';
import { importBatches } from '../../bulk/documents/import-batches.ts';
import { documentKinds } from '../../bulk/documents/kind.ts';
import { documentOperations } from '../../bulk/documents/operations.ts';
import { replaceRelated } from '../../bulk/documents/row.ts';
import { actsForProject } from '../../bulk/failure-policy.ts';
import { findItems } from '../../bulk/find-ids.ts';
import type { RowBatches } from '../../bulk/row-importer.ts';
import { HttpError } from '../../http/failure.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { items, kindOf, members, plainText, writeObject } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import type { Attribute } from '../../schema/attribute.ts';
import { isSameValue } from '../../schema/equality.ts';
import type { DocumentsPart } from '../parts.ts';
import type { BegunItems } from './begun.ts';
import { areSameTexts, textOf, textsOf } from './compare.ts';
import type { RelatedDocuments } from './related-documents.ts';
import type { CollectionRelations, Relation } from './relationships.ts';
import {
  type CreatedTogether,
  type PartRestorer,
  type ReadResult,
  repeatable,
  type StoredItem,
} from './restorer.ts';
import type { RestoreTarget } from './target.ts';

/** A document to restore. */
interface DocumentToRestore {
  readonly id: string;
  /** Values by attribute, as JSON texts, without relationships. */
  readonly data: ReadonlyMap<string, string>;
  readonly permissions: readonly string[];
  /** Times of creation and of the last change, as JSON texts. */
  readonly dates: ReadonlyMap<string, string>;
  /** IDs of related documents by relationship. */
  readonly related: ReadonlyMap<string, readonly string[]>;
}

export interface DocumentContext {
  readonly part: DocumentsPart;
  /** The collection of the target, as JSON text. */
  readonly collection: string;
  readonly target: RestoreTarget;
  readonly relations: CollectionRelations;
  readonly documents: RelatedDocuments;
  readonly begun: BegunItems;
}

type WriteCommand = 'create-document' | 'update-document';

const dateNames = ['$createdAt', '$updatedAt'] as const;

/** Servers from this version on accept the dates of a new document from a key. Source: Appwrite's changelog of 1.8. */
export const canSetDates = ({ version, client }: Pick<RestoreTarget, 'version' | 'client'>): boolean =>
  isAtLeast(version, '1.8') && actsForProject(client.connection);

/** Returns the restorers of a collection's documents: that of the documents, and that of relationships in rings. */
export async function documentRestorers(context: DocumentContext): Promise<{
  readonly documents: PartRestorer<DocumentToRestore>;
  readonly later: PartRestorer<DocumentToRestore> | undefined;
}> {
  const { target, part, relations } = context;
  const operations = await documentOperations(documentKinds.documents, target.version);
  const place = { databaseId: part.databaseId, collectionId: part.collectionId };
  const collection = readCollection(context.collection, documentKinds.documents);
  const { client, onConflict } = target;
  const batches = importBatches({ client, operations, place, collection, idField: '$id', onConflict });
  const shape = { attributes: collection.attributes, defaults: defaultsOf(context.collection), batches };
  return {
    documents: new DocumentRestorer(context, shape),
    later: relations.later.length === 0 ? undefined : new LaterRestorer(context, shape),
  };
}

/** Returns the default values of a collection's attributes, as JSON texts. */
function defaultsOf(collection: string): ReadonlyMap<string, string> {
  const attributes = [...items(members(collection).get('attributes') ?? '[]')].map(members);
  return new Map(
    attributes.map((each) => [plainText(each.get('key') ?? '""'), each.get('default') ?? 'null'] as const),
  );
}

interface CollectionShape {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly defaults: ReadonlyMap<string, string>;
  readonly batches: RowBatches<Pick<DocumentToRestore, 'id' | 'data' | 'permissions'>> | undefined;
}

/** Documents with the relationships that can be set when they are created. */
class DocumentRestorer implements PartRestorer<DocumentToRestore> {
  readonly creation;
  readonly createTogether;
  protected readonly context: DocumentContext;
  readonly #shape: CollectionShape;
  /** Attitude of the server to dates of its documents, as far as it is known. */
  #dates: 'unknown' | 'taken' | 'refused';

  constructor(context: DocumentContext, shape: CollectionShape) {
    this.context = context;
    this.#shape = shape;
    this.#dates = canSetDates(context.target) ? 'unknown' : 'refused';
    this.creation =
      context.relations.later.length > 0 ? ('goes on later' as const) : ('one request' as const);
    this.createTogether = shape.batches && ((group: readonly DocumentToRestore[]) => this.#together(group));
  }

  read(line: string): ReadResult<DocumentToRestore> {
    const fields = members(line);
    const { keys, atOnce, later } = this.context.relations;
    const own = [...fields].filter(([name]) => !name.startsWith('$') && !keys.has(name));
    const related = [...atOnce, ...later].map(({ key }) => [key, relatedIds(fields, key)] as const);
    return {
      item: {
        id: textOf(fields, '$id'),
        data: new Map(own),
        permissions: textsOf(fields, '$permissions'),
        dates: new Map(dateNames.flatMap((name) => (fields.has(name) ? [[name, fields.get(name)!]] : []))),
        related: new Map(related),
      },
    };
  }

  idOf = ({ id }: DocumentToRestore): string => id;

  bytesOf = ({ data }: DocumentToRestore): number =>
    [...data].reduce((sum, [name, json]) => sum + name.length + Buffer.byteLength(json), 0);

  /** Leaves out references to documents that the target does not have. Those in rings are looked at later. */
  prepare(group: readonly DocumentToRestore[]): Promise<readonly DocumentToRestore[]> {
    return withExisting(group, this.context.relations.atOnce, this.context.documents);
  }

  find(group: readonly DocumentToRestore[]): Promise<ReadonlyMap<string, StoredItem>> {
    const { target, part, relations } = this.context;
    const { databaseId, collectionId } = part;
    const list = target.operation('databases', 'list-documents');
    const keys = [...relations.atOnce, ...relations.later].map(({ key }) => `${key}.*`);
    const select = keys.length > 0 && isAtLeast(target.version, '1.8') ? ['*', ...keys] : undefined;
    const ids = group.map(({ id }) => id);
    return findItems({ operation: list, place: { databaseId, collectionId }, select }, ids, target.client);
  }

  differences(item: DocumentToRestore, stored: StoredItem): readonly string[] {
    const { atOnce, later } = this.context.relations;
    return [
      ...this.#ownDifferences(item, stored),
      ...relatedDifferences([...atOnce, ...later], item, stored),
    ];
  }

  #ownDifferences({ data, permissions }: DocumentToRestore, stored: StoredItem): readonly string[] {
    const { attributes, defaults } = this.#shape;
    const values = [...data].filter(([name, json]) => {
      const found = stored.get(name) ?? 'null';
      // The server stores the default instead of null.
      if (kindOf(json) === 'null') return kindOf(found) !== 'null' && found !== defaults.get(name);
      return !isSameValue(json, found, attributes.get(name) ?? { type: 'string' });
    });
    const names = values.map(([name]) => name);
    return areSameTexts(permissions, textsOf(stored, '$permissions')) ? names : [...names, '$permissions'];
  }

  async create(item: DocumentToRestore): Promise<void> {
    await this.#write('create-document', item);
  }

  async #together(group: readonly DocumentToRestore[]): Promise<readonly CreatedTogether[]> {
    const rows = group.map((item) => ({
      item: { ...item, data: this.#dates === 'refused' ? item.data : new Map([...item.dates, ...item.data]) },
      attempt: { newId: item.id, mayBeThere: false, mayBeStale: false },
    }));
    const results = await this.#shape.batches!.send(rows);
    if (this.#dates === 'unknown' && results.includes('created')) this.#dates = 'taken';
    return results.map((result) => (result === 'created' ? 'created' : 'alone'));
  }

  async change(item: DocumentToRestore, stored: StoredItem, isOurs: boolean): Promise<void> {
    const { relations, begun } = this.context;
    const now = [
      ...this.#ownDifferences(item, stored),
      ...relatedDifferences(relations.atOnce, item, stored),
    ];
    if (now.length > 0) await this.#write('update-document', item);
    if (!isOurs && this.creation === 'goes on later') begun.begin([item.id]);
  }

  /** A server that does not know dates may refuse a document for them: then it gets the document without. */
  async #write(command: WriteCommand, item: DocumentToRestore): Promise<void> {
    if (this.#dates === 'refused') return this.#send(command, item, []);
    try {
      await this.#send(command, item, item.dates);
      this.#dates = 'taken';
    } catch (error) {
      const isRefused = error instanceof HttpError && error.status === 400;
      if (!isRefused || this.#dates === 'taken') throw error;
      await this.#send(command, item, []);
      this.#dates = 'refused';
    }
  }

  async #send(
    command: WriteCommand,
    item: DocumentToRestore,
    dates: Iterable<readonly [name: string, json: string]>,
  ): Promise<void> {
    const { target, part, relations } = this.context;
    const { databaseId, collectionId } = part;
    const related = relatedData(relations.atOnce, item).filter(
      ([, json]) => command === 'update-document' || !isNothing(json),
    );
    // The server refuses a document without any data.
    const some =
      item.data.size + related.length > 0 ? related : relatedData(relations.later, withoutRelated(item));
    const data = new RawJson(writeObject([...dates, ...item.data, ...some]));
    const { permissions, id: documentId } = item;
    const operation = target.operation('databases', command);
    await target.client.text(
      repeatable(buildRequest(operation, { databaseId, collectionId, documentId, data, permissions })),
    );
  }
}

/** Relationships of documents that this restore has created, in collections that refer to each other in a ring. */
class LaterRestorer extends DocumentRestorer {
  override readonly creation = 'one request' as const;
  readonly onlyChanges = true;

  override read(line: string): ReadResult<DocumentToRestore> {
    const read = super.read(line);
    if (typeof read === 'string' || !('item' in read)) return read;
    return this.context.begun.has(read.item.id) ? read : 'not concerned';
  }

  override prepare(group: readonly DocumentToRestore[]): Promise<readonly DocumentToRestore[]> {
    return withExisting(group, this.context.relations.later, this.context.documents);
  }

  override differences(item: DocumentToRestore, stored: StoredItem): readonly string[] {
    return relatedDifferences(this.context.relations.later, item, stored);
  }

  override async change(item: DocumentToRestore): Promise<void> {
    const { target, part, relations } = this.context;
    const { databaseId, collectionId } = part;
    const dates = canSetDates(target) ? [...item.dates].filter(([name]) => name === '$updatedAt') : [];
    const data = new RawJson(writeObject([...dates, ...relatedData(relations.later, item)]));
    const operation = target.operation('databases', 'update-document');
    await target.client.text(
      repeatable(buildRequest(operation, { databaseId, collectionId, documentId: item.id, data })),
    );
  }
}

/** Returns the IDs in a relationship's value, in whatever form servers give related documents. */
function relatedIds(fields: ReadonlyMap<string, string>, key: string): string[] {
  const json = replaceRelated(fields.get(key) ?? 'null');
  const list = kindOf(json) === 'array' ? [...items(json)] : [json];
  return list.filter((each) => kindOf(each) === 'string').map(plainText);
}

const relatedDifferences = (
  relations: readonly Relation[],
  { related }: DocumentToRestore,
  stored: StoredItem,
): readonly string[] =>
  relations
    .map(({ key }) => key)
    .filter((key) => !areSameTexts(related.get(key) ?? [], relatedIds(stored, key)));

function relatedData(relations: readonly Relation[], { related }: DocumentToRestore): [string, string][] {
  return relations.map(({ key, isMany }) => {
    const ids = related.get(key) ?? [];
    return [key, JSON.stringify(isMany ? ids : (ids[0] ?? null))];
  });
}

const isNothing = (json: string) => json === 'null' || json === '[]';

const withoutRelated = (item: DocumentToRestore): DocumentToRestore => ({ ...item, related: new Map() });

async function withExisting(
  group: readonly DocumentToRestore[],
  relations: readonly Relation[],
  documents: RelatedDocuments,
): Promise<readonly DocumentToRestore[]> {
  let prepared = group;
  for (const { key, related: path } of relations) {
    const ids = group.flatMap(({ related }) => related.get(key) ?? []);
    if (ids.length === 0) continue;
    const existing = await documents.existing(path, ids);
    documents.missing += ids.filter((id) => !existing.has(id)).length;
    prepared = prepared.map((item) => {
      const kept = (item.related.get(key) ?? []).filter((id) => existing.has(id));
      return { ...item, related: new Map([...item.related, [key, kept]]) };
    });
  }
  return prepared;
}
