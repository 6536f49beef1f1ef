/** The list of the server that a part is read from, and the form in which its items are stored. */
import { databases } from '../../api/databases.ts';
import { messaging } from '../../api/messaging.ts';
import { operationOf } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { teams } from '../../api/teams.ts';
import { users } from '../../api/users.ts';
import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import { compactJson } from '../../lib/json/format.ts';
import { items, members, plainText, writeObject } from '../../lib/json/slices.ts';
import type { LiveProject } from '../../project/model/state.ts';
import { addressTargets, type DocumentsPart, listOfPart, type Part, type PartKind } from '../parts.ts';
import { DocumentLines } from './document-lines.ts';
import { type List, query } from './pages.ts';

const groups = { databases, messaging, storage, teams, users };

/** Returns the list of a part. @param live with the collections and their attributes */
export function listOf(part: Part, version: ApiVersion, live: LiveProject): List {
  const { group, command, values } = listOfPart(part);
  const queries = part.kind === 'documents' ? relatedQueries(part, version, live) : [];
  return { operation: operationOf(groups[group].at(version), command), values, queries };
}

/** Servers from 1.8 on leave related documents out of a list unless it asks for them. */
function relatedQueries(
  { databaseId, collectionId }: DocumentsPart,
  version: ApiVersion,
  live: LiveProject,
): string[] {
  if (!isAtLeast(version, '1.8')) return [];
  const keys = relationshipsOf(databaseId, collectionId, live);
  return keys.length === 0 ? [] : [query('select', undefined, '*', ...keys.map((key) => `${key}.*`))];
}

/** Returns the keys of a collection's relationships that can be selected: a server refuses one that has failed. */
export const relationshipsOf = (
  databaseId: string,
  collectionId: string,
  { resources }: Pick<LiveProject, 'resources'>,
): string[] =>
  [...resources.values()]
    .filter(
      ({ kind, variant, path, status = 'available' }) =>
        kind === 'attribute' &&
        variant === 'relationship' &&
        status === 'available' &&
        path[0] === databaseId &&
        path[1] === collectionId,
    )
    .map(({ path }) => path[2]!);

/** The query that finds single documents without what they hold; other lists take no selection. */
export const onlyIds = (part: Part): string[] =>
  part.kind === 'documents' ? [query('select', undefined, '$id')] : [];

/**
 * Returns a function for the items of a part's list, which returns what is stored of one: usually one, of a user any
 * number of targets. As JSON texts.
 */
export function storedItemsOf({ kind }: Part): (item: string) => string[] {
  if (kind !== 'documents') return (item) => storedItems(kind, members(item));
  const lines = new DocumentLines();
  return (item) => [lines.lineOf(item)];
}

function storedItems(kind: PartKind, fields: Map<string, string>): string[] {
  switch (kind) {
    case 'targets':
      return targetsOf(fields).map((target) => line(target));
    case 'users': {
      const made = addressTargetsOf(fields);
      fields.delete('targets');
      if (made.length > 0) fields.set(addressTargets, writeObject(made));
      return [line(fields)];
    }
    default:
      return [line(fields)];
  }
}

function line(fields: ReadonlyMap<string, string>): string {
  return oneLine(writeObject(fields));
}

/** The server's texts have no line breaks outside of strings, but another one might. */
const oneLine = (json: string): string => (/[\r\n]/.test(json) ? compactJson(json) : json);

/** Returns the targets of a user, without those that the server makes of the e-mail address and the phone number. */
const targetsOf = (user: ReadonlyMap<string, string>): ReadonlyMap<string, string>[] =>
  allTargets(user).filter((target) => !isMadeByServer(target, user));

/** Returns the ID of each target that the server makes of an address, by its type: a draft may name it. */
const addressTargetsOf = (user: ReadonlyMap<string, string>): (readonly [type: string, id: string])[] =>
  allTargets(user)
    .filter((target) => isMadeByServer(target, user))
    .map((target) => [plainText(target.get('providerType') ?? '""'), target.get('$id') ?? '""'] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

const allTargets = (user: ReadonlyMap<string, string>) =>
  [...items(user.get('targets') ?? '[]')].map(members);

function isMadeByServer(target: ReadonlyMap<string, string>, user: ReadonlyMap<string, string>): boolean {
  const isAddress = [user.get('email'), user.get('phone')].includes(target.get('identifier'));
  return isAddress && target.get('providerType') !== '"push"' && isNothing(target.get('providerId'));
}

const isNothing = (json: string | undefined) => json === undefined || json === 'null' || json === '""';
