import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { ApiRequest } from '../../http/types.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { buildRequest } from '../../operations/request.ts';
import { dryRun } from '../../operations/run.ts';
import { viewOf } from '../../operations/send.ts';
import { exactRequest, identifierOf, listUsers, usersOf } from './look-up.ts';

/**
 * Finds users: the one with this ID, e-mail address or phone number, else those that the server's search finds, else
 * those whose name, address or number contains the text.
 * @throws CliError exit 4 if there is none
 */
export async function findUsers(
  { words = [] }: { readonly words: readonly string[] | undefined },
  services: Services,
): Promise<CommandResult> {
  const text = words.join(' ').trim();
  if (text === '')
    throw usageError('the text to look for is empty', 'give an e-mail address, phone number, ID or name');
  const requests = attempts(text);
  if (services.globals.dryRun) return dryRun(requests[0]!, listUsers.sentWith, services);
  const client = await services.clientFor(listUsers.sentWith);
  for (const request of requests) {
    const { text: list } = await client.text(request);
    if (usersOf(list).length > 0) return jsonTextResult(list, viewOf(listUsers));
  }
  throw new CliError(
    ExitCode.notFound,
    `no user has "${text}" as ID, e-mail address or phone number, or in the name`,
    { hint: 'see all with appwrite-cli users list --all' },
  );
}

/** Returns the requests in the order in which they are tried. The search finds beginnings of words only. */
function attempts(text: string): ApiRequest[] {
  const identifier = identifierOf(text);
  const attribute = identifier === '$id' ? 'name' : identifier;
  const contains = encodeJson({ method: 'contains', attribute, values: [text] });
  const isId = /^[\w.-]{1,36}$/.test(text);
  return [
    ...(identifier !== '$id' || isId ? [exactRequest(text)] : []),
    buildRequest(listUsers, { search: text.slice(0, 256) }),
    buildRequest(listUsers, { queries: [contains] }),
  ];
}
