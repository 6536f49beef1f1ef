import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { ApiRequest } from '../../http/types.ts';
import { dryRun } from '../../operations/run.ts';
import { askSandbox, ownCredentials } from './own-request.ts';

const request: ApiRequest = {
  method: 'POST',
  path: '/sandbox/reset',
  query: [],
  body: { kind: 'json', text: '{}' },
  repeatable: false,
  secrets: [],
};

/**
 * Brings a running sandbox back to its start.
 * @throws CliError exit 2 without a yes, and for a server that is no sandbox
 */
export async function reset(services: Services): Promise<CommandResult> {
  if (services.globals.dryRun) return dryRun(request, ownCredentials, services);
  const connection = async () => (await services.resolve(ownCredentials)).connection;
  await services.confirm('This takes back everything since the start of the sandbox', connection);
  const client = await services.clientFor(ownCredentials);
  const answer = JSON.parse(await askSandbox(client, request, 'only a sandbox can be reset'));
  if (typeof answer?.now !== 'string')
    throw new CliError(ExitCode.failure, 'the answer of the server is not that of a sandbox that was reset');
  return doneResult('The sandbox is as it was at its start.');
}
