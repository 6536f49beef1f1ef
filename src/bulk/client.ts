import { setFlagsFromString } from 'node:v8';
import type { Credentials } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { Client } from '../http/types.ts';

/** One item among thousands meets more faults than a single request, and must not fail for them. */
const patience = 3;
/** Lines about waits are told so seldom, in milliseconds. */
const pause = 5000;

/**
 * The client for many requests: it tries each again three times as often as `--retries` says, and tells of a wait only
 * when it has not told of one for five seconds. Retries, back-off and rate limits are the client's own.
 * @throws CliError exit 3 where endpoint, project or credential is missing
 */
export async function bulkClient(auth: Credentials, services: Services): Promise<Client> {
  // V8 lets the space for young objects grow to 32 MiB under load. Thousands of small requests are as quick without.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { context, globals, output } = services;
  let last = Number.NEGATIVE_INFINITY;
  return services.clientFor(auth, {
    retries: globals.retries * patience,
    note(line) {
      if (context.now() - last < pause) return;
      last = context.now();
      output.note(line);
    },
  });
}
