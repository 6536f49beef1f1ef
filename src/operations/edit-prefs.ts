/** `edit-prefs` of users, teams and the account. */
import { groups } from '../api/index.ts';
import { operationOf } from '../api/schema.ts';
import type { FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { compactJson } from '../lib/json/format.ts';
import { RawJson } from '../lib/json/raw.ts';
import { kindOf, members, writeObject } from '../lib/json/slices.ts';
import { editObject, requireEditor, type Snapshot } from './edit.ts';
import { readValues } from './read.ts';
import { buildRequest } from './request.ts';
import { dryRun } from './run.ts';
import { responseResult, send, viewOf } from './send.ts';
import { createSources } from './sources.ts';

/**
 * Lets the user edit preferences in an editor. The server replaces all of them, so that they are compared as a whole
 * with what is there just before they are sent.
 * @param group one with get-prefs and update-prefs
 * @throws CliError exit 2 without a terminal; as editObject
 */
export async function editPrefs(
  group: 'account' | 'teams' | 'users',
  input: FlagValues,
  services: Services,
): Promise<CommandResult> {
  const loaded = await groups.find(({ name }) => name === group)!.load();
  const operations = loaded.at(services.apiVersion.version);
  const [get, update] = [operationOf(operations, 'get-prefs'), operationOf(operations, 'update-prefs')];
  const place = await readValues(get, input, createSources(services.context));
  const request = buildRequest(get, place);
  if (services.globals.dryRun) return dryRun(request, get.sentWith, services);
  const ids = get.params.filter(({ in: at }) => at === 'path').map(({ name }) => String(place[name]));
  requireEditor(services, ['appwrite-cli', group, 'update-prefs', ...ids, '--prefs KEY=VALUE'].join(' '));

  const client = await services.clientFor(update.sentWith);
  return editObject(
    {
      name: ['the preferences', ...ids.map((id) => `of ${id}`)].join(' '),
      fileName: ['prefs', ...ids].join('-'),
      connection: client.connection,
      deleted: undefined,
      read: async () => snapshot((await client.text(request)).text),
      check: () => [],
      async send({ fields }) {
        const sent = buildRequest(update, { ...place, prefs: new RawJson(writeObject(fields)) });
        return responseResult(sent, await send(sent, client), viewOf(update));
      },
    },
    services,
  );
}

/** PHP writes an empty object as a list on some servers. */
function snapshot(text: string): Snapshot {
  const fields = kindOf(text) === 'object' ? members(text) : new Map<string, string>();
  return { fields, version: compactJson(text) };
}
