import type { Services } from '../../core/services.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { type Attribute, readAttribute } from '../../schema/attribute.ts';
import type { DocumentKind } from './kind.ts';
import type { DocumentOperations } from './operations.ts';

/** A collection, as far as an import depends on it. */
export interface Collection {
  /** Tells it from an earlier collection with the same ID. */
  readonly createdAt: string;
  /** By key. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Translates our prose to the words of its kind. */
  readonly say: (text: string) => string;
}

/**
 * Gets a collection with its attributes.
 * @param place IDs of the database and the collection
 * @throws HttpError if the server refuses
 */
export async function getCollection(
  client: Client,
  { of, kind }: DocumentOperations,
  place: Values,
): Promise<Collection> {
  const { text } = await client.text(buildRequest(of('get-collection'), place));
  return readCollection(text, kind);
}

/** Reads a collection from a response. @param json the collection as JSON text */
export function readCollection(json: string, { say }: DocumentKind): Collection {
  const fields = members(json);
  const attributes = [...items(fields.get(say('attributes')) ?? '[]')].map(readAttribute);
  return {
    createdAt: plainText(fields.get('$createdAt') ?? 'null'),
    attributes: new Map(attributes.map((attribute) => [attribute.key, attribute])),
    say,
  };
}

/**
 * Reads a collection to check values by its attributes before they are sent.
 * @returns undefined, after a note, if the credential may not read it: then only the server checks
 * @throws HttpError of the request otherwise
 */
export async function readableCollection(
  client: Client,
  operations: DocumentOperations,
  place: Values,
  { output }: Pick<Services, 'output'>,
): Promise<Collection | undefined> {
  try {
    return await getCollection(client, operations, place);
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== ExitCode.auth) throw error;
    const { say } = operations.kind;
    output.note(say("the attributes of the collection can't be read: only the server checks the values"));
    return undefined;
  }
}
