/** Asks a server how many documents a change would concern. */
import { defaultApiVersion } from '../../api/versions.ts';
import { forEachConcurrent } from '../../bulk/concurrency.ts';
import { CliError } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { append } from '../../lib/append.ts';
import { encodeJson, RawJson } from '../../lib/json/raw.ts';
import { members } from '../../lib/json/slices.ts';
import {
  type CountQuestion,
  type DocumentCount,
  type DocumentCounts,
  maxCounted,
  questionKey,
} from '../diff/difference.ts';
import { catalogued } from '../model/catalogue.ts';
import { answerOf, missingScopeReason } from './pages.ts';

/** Maximum number of concurrent requests. */
const concurrency = { current: 4 };

const unknown: DocumentCount = { kind: 'unknown' };

/**
 * Counts the documents that the questions are about. An empty collection answers all of its questions.
 * @param client acts for the project
 * @returns `unknown` if the key lacks `documents.read`, or if the server can't tell
 * @throws HttpError of any other failure
 */
export async function countDocuments(
  client: Client,
  questions: readonly CountQuestion[],
): Promise<DocumentCounts> {
  const counts = new Map<string, DocumentCount>();
  await forEachConcurrent(byCollection(questions), concurrency, async (ofOne) => {
    const { database, collection } = ofOne[0]!;
    const any = await countOf(client, { database, collection, condition: { test: 'any' } });
    for (const question of ofOne) {
      const isAnswered = any.kind === 'unknown' || any.documents === 0 || question.condition.test === 'any';
      counts.set(questionKey(question), isAnswered ? any : await countOf(client, question));
    }
  });
  return counts;
}

function byCollection(questions: readonly CountQuestion[]): Iterable<readonly CountQuestion[]> {
  const groups = new Map<string, CountQuestion[]>();
  for (const question of questions) {
    const key = JSON.stringify([question.database, question.collection]);
    append(groups, key, question);
  }
  return groups.values();
}

async function countOf(client: Client, { condition, ...place }: CountQuestion): Promise<DocumentCount> {
  let count = unknown;
  for (const conditions of spellings(condition)) {
    count = await countWith(client, place, conditions);
    if (count.kind !== 'unknown') break;
  }
  return count;
}

async function countWith(
  client: Client,
  { database: databaseId, collection: collectionId }: Omit<CountQuestion, 'condition'>,
  conditions: readonly Query[],
): Promise<DocumentCount> {
  const { apiVersion = defaultApiVersion } = client.connection;
  const operation = catalogued({ group: 'databases', command: 'list-documents' }, apiVersion);
  const queries = [
    ...conditions,
    { method: 'select', values: ['$id'] },
    { method: 'limit', values: [1] },
  ].map((query) => encodeJson(query));
  try {
    const answer = members(await answerOf(client, operation, { databaseId, collectionId, queries }));
    const documents = Number(answer.get('total'));
    return { kind: documents < maxCounted ? 'exactly' : 'at-least', documents };
  } catch (error) {
    // A server refuses conditions on some attributes, such as the other side of a relationship.
    const isRefused = error instanceof CliError && (error.status === 400 || error.status === 404);
    if (isRefused || missingScopeReason(error)) return unknown;
    throw error;
  }
}

interface Query {
  readonly method: string;
  readonly attribute: string;
  readonly values?: readonly (string | RawJson)[];
}

/** Returns the conditions of a question, and others with the same meaning, which are tried if a server refuses the first. */
function spellings(condition: CountQuestion['condition']): readonly (readonly Query[])[] {
  switch (condition.test) {
    case 'any':
      return [[]];
    case 'is-null':
      return [[{ method: 'isNull', attribute: condition.attribute }]];
    case 'is-not-null':
      return [[{ method: 'isNotNull', attribute: condition.attribute }]];
    case 'less-than':
      return [[comparison('lessThan', condition)]];
    case 'greater-than':
      return [[comparison('greaterThan', condition)]];
    case 'one-of': {
      const { attribute, values } = condition;
      // A list takes no other condition on its items.
      return [[{ method: 'equal', attribute, values }], [{ method: 'contains', attribute, values }]];
    }
  }
}

const comparison = (
  method: string,
  { attribute, value }: { readonly attribute: string; readonly value: string },
): Query => ({ method, attribute, values: [new RawJson(value)] });
