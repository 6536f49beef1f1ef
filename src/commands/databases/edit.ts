import { type Collection, readableCollection } from '../../bulk/documents/collection.ts';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { type DocumentOperations, documentOperations } from '../../bulk/documents/operations.ts';
import { readDocument, replaceRelated } from '../../bulk/documents/row.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import type { Client } from '../../http/types.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { members, plainText, writeObject } from '../../lib/json/slices.ts';
import { type Edit, editObject, type Fields, requireEditor, type Snapshot } from '../../operations/edit.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { dryRun } from '../../operations/run.ts';
import { responseResult, send, viewOf } from '../../operations/send.ts';
import { createSources } from '../../operations/sources.ts';

const permissionsName = '$permissions';

/**
 * Lets the user edit a document in an editor, and sends the attributes that have changed.
 * @throws CliError exit 2 without a terminal; as editObject
 */
export async function editDocument(
  kind: DocumentKind,
  input: FlagValues,
  services: Services,
): Promise<CommandResult> {
  const { say, group } = kind;
  const operations = await documentOperations(kind, services.apiVersion.version);
  const get = operations.of('get-document');
  const path = get.params.filter(({ in: place }) => place === 'path');
  const place = await readValues({ ...get, params: path }, input, createSources(services.context));
  const request = buildRequest(get, place);
  if (services.globals.dryRun) return dryRun(request, get.sentWith, services);
  const ids = path.map(({ name }) => String(place[name]));
  requireEditor(
    services,
    `appwrite-cli ${group} ${say('update-document')} ${ids.join(' ')} --data KEY=VALUE`,
  );

  const client = await services.clientFor(get.sentWith);
  const collection = kind.hasSchema
    ? await readableCollection(client, operations, place, services)
    : undefined;
  return editObject(
    {
      name: `${say('document')} ${ids.at(-1)}`,
      fileName: ids.slice(1).join('-'),
      connection: client.connection,
      deleted: 'null',
      read: async () => snapshot((await client.text(request)).text),
      check: (fields) => problemsOf(fields, collection),
      send: (edit) => sendEdit(edit, operations, place, client),
    },
    services,
  );
}

/** Related documents appear as their IDs. */
function snapshot(text: string): Snapshot {
  const document = members(text);
  const own = [...document].filter(([name]) => name === permissionsName || !name.startsWith('$'));
  return {
    fields: new Map(own.map(([name, value]) => [name, replaceRelated(value)])),
    version: plainText(document.get('$updatedAt') ?? '""'),
  };
}

function problemsOf(fields: Fields, collection: Collection | undefined): readonly string[] {
  if (collection === undefined)
    return fields.get(permissionsName) === 'null' ? ['$permissions takes a list'] : [];
  const read = readDocument(fields, collection, '$id');
  return 'problems' in read ? read.problems : [];
}

async function sendEdit(
  { changes }: Edit,
  operations: DocumentOperations,
  place: Values,
  client: Client,
): Promise<CommandResult> {
  const update = operations.of('update-document');
  const attributes = changes.filter(({ name }) => name !== permissionsName);
  const permissions = changes.find(({ name }) => name === permissionsName)?.after;
  const data = writeObject(attributes.map(({ name, after }) => [name, after ?? 'null']));
  const request = buildRequest(update, {
    ...place,
    ...(attributes.length > 0 && { data: new RawJson(data) }),
    ...(permissions !== undefined && { permissions: JSON.parse(permissions) as string[] }),
  });
  return responseResult(request, await send(request, client), viewOf(update));
}
