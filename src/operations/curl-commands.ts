import type { Credentials } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, doneResult, textResult } from '../core/spec.ts';
import { toCurl } from '../http/curl.ts';
import type { ApiRequest } from '../http/types.ts';

/** Returns the result of a dry run of several requests: a curl command for each. */
export async function curlCommands(
  requests: readonly ApiRequest[],
  auth: Credentials,
  { resolve, globals }: Services,
): Promise<CommandResult> {
  if (requests.length === 0) return doneResult('There is nothing to send.');
  const { connection } = await resolve(auth);
  const commands = requests.map((request) => toCurl(request, connection, { insecure: globals.insecure }));
  return textResult(commands.join('\n'));
}
