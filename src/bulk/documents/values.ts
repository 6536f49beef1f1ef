/** The values that an update gives to many documents. */
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import { isJson } from '../../lib/json/format.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { kindOf, members, plainText, writeObject } from '../../lib/json/slices.ts';
import { objectFromPairs } from '../../operations/object.ts';
import { readObject, readValues } from '../../operations/read.ts';
import type { Values } from '../../operations/request.ts';
import { createSources } from '../../operations/sources.ts';
import { type Collection, readableCollection } from './collection.ts';
import type { DocumentOperations } from './operations.ts';
import { noAttribute, readPermissions, valueProblem } from './row.ts';

/** Values as a JSON object, and the flag that they come from. */
export interface GivenValues {
  readonly data: RawJson;
  readonly flag: string;
}

/**
 * Reads `--set` or `--data`.
 * @throws CliError exit 2 unless one of them has values
 */
export async function readGivenValues(
  {
    set,
    data,
  }: { readonly set: readonly string[] | undefined; readonly data: readonly string[] | undefined },
  services: Services,
): Promise<GivenValues> {
  if (set && data)
    throw usageError("--set and --data can't be used together", 'give all values in one of them');
  if (!set && !data) throw usageError('--set is missing: the values to set', 'such as --set status=archived');
  const flag = set ? '--set' : '--data';
  const given = set
    ? objectFromPairs(flag, set)
    : await readObject(flag, data!, createSources(services.context));
  if (members(given.text).size === 0) throw usageError(`${flag} is empty`, 'give a value to set');
  return { data: given, flag };
}

/**
 * Checks names and values against the attributes of the collection, if it has any and the caller may read them: the
 * server decides in any case.
 * @param input includes the IDs of the database and the collection
 * @throws CliError exit 2 with every problem; of the request, if the collection can't be reached or does not exist
 */
export async function checkValues(
  operations: DocumentOperations,
  input: FlagValues,
  { data, flag }: GivenValues,
  services: Services,
): Promise<void> {
  if (!operations.kind.hasSchema) return;
  const place = await readValues(operations.of('get-collection'), input, createSources(services.context));
  // Sent with the credential of the documents: a user's session can't read the collection.
  const client = await services.clientFor(operations.of('list-documents').sentWith);
  const collection = await readableCollection(client, operations, place, services);
  if (!collection) return;
  const given = [...members(data.text)];
  const problems = given.flatMap(([name, json]) => problemOf(name, json, collection) ?? []);
  if (problems.length === 0) return;
  const { group, say } = operations.kind;
  const hint =
    jsonHint(given, flag, collection) ?? `${group} ${say('list-attributes')} ${say('names the attributes')}`;
  throw usageError(`${flag}: ${problems.join('; ')}`, hint);
}

function problemOf(name: string, json: string, { attributes, say }: Collection): string | undefined {
  const attribute = attributes.get(name);
  if (attribute) return valueProblem(attribute, json, say);
  if (name === '$permissions') {
    const read = readPermissions(json);
    return 'problem' in read ? read.problem : undefined;
  }
  if (name.startsWith('$')) return `${name} belongs to the server`;
  return noAttribute(name, [...attributes.keys()], say);
}

/** Texts that would be right as JSON are the most frequent mistake: `price=5` for a number. */
function jsonHint(
  given: readonly (readonly [string, string])[],
  flag: string,
  { attributes, say }: Collection,
): string | undefined {
  const asJson = given.find(([name, json]) => {
    const attribute = attributes.get(name);
    if (!attribute || kindOf(json) !== 'string' || !valueProblem(attribute, json, say)) return false;
    const text = plainText(json);
    return isJson(text) && !valueProblem(attribute, text, say);
  });
  return asJson && `as JSON: ${flag} '${asJson[0]}:=${plainText(asJson[1])}'`;
}

/** Returns the values of an update of one document, which takes permissions beside the data. */
export function singleUpdate(data: RawJson): Values {
  const fields = members(data.text);
  const permissions = fields.get('$permissions');
  if (permissions === undefined) return { data };
  fields.delete('$permissions');
  const list = permissions === 'null' ? {} : { permissions: JSON.parse(permissions) };
  return fields.size === 0 ? list : { ...list, data: new RawJson(writeObject(fields)) };
}
