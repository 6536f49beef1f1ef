import type { Credentials } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { Client } from '../http/types.ts';
import { keepYoungGenerationSmall } from '../lib/process/heap.ts';

/** A run of thousands of requests meets more faults than a single request, and must not fail for them. */
const retriesFactor = 3;
const minNoteIntervalMs = 5000;

/**
 * Returns the client for many requests. It retries each three times as often as `--retries` says, and reports waits at
 * most every five seconds.
 * @throws CliError exit 3 if endpoint, project or credential is missing
 */
export async function bulkClient(auth: Credentials, services: Services): Promise<Client> {
  keepYoungGenerationSmall();
  const { context, globals, output } = services;
  let lastNoteAt = Number.NEGATIVE_INFINITY;
  return services.clientFor(auth, {
    retries: globals.retries * retriesFactor,
    note(line) {
      if (context.now() - lastNoteAt < minNoteIntervalMs) return;
      lastNoteAt = context.now();
      output.note(line);
    },
  });
}
