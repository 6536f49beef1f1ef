/** Parameters that newer servers ignore without an error. Loaded only for lines that give one. */
import type { Operation, Param } from '../api/schema.ts';
import { isAtLeast } from '../api/versions.ts';
import type { Services } from '../core/services.ts';
import { usageError } from '../errors.ts';
import { askVersion, getVersion } from './ask-version.ts';

/**
 * Refuses parameters that the server would ignore: the command would succeed, and do something else. The version of
 * the server is asked for, since a profile may have an older one.
 * @param given parameters of the line that some servers ignore
 * @throws CliError exit 2 if this one does
 */
export async function refuseIgnored(
  { group, command, sentWith }: Operation,
  given: readonly Param[],
  services: Services,
): Promise<void> {
  const flags = given.map(({ flag }) => flag).join(', ');
  const { since, instead } = given[0]!.ignored!;
  if (services.globals.dryRun) {
    services.output.note(
      `before the request, GET ${getVersion.path} is sent: ${since} and later ignore ${flags}`,
    );
    return;
  }
  const server = await askVersion(sentWith, services);
  if (server === undefined) {
    services.output.warn(
      `the server does not report its version; Appwrite ${since} and later ignore ${flags}`,
    );
    return;
  }
  if (server.known === 'older' || !isAtLeast(server.api, since)) return;
  throw usageError(
    `${group} ${command}: the server is Appwrite ${server.text}, which ignores ${flags} since ${since}`,
    `${instead}, with --api-version ${server.api}`,
  );
}
