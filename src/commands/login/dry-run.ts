import { consoleConnection, oneDatabase, openSession } from '../../console/requests.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { toCurl } from '../../http/curl.ts';
import { namedEndpoint } from './endpoint.ts';
import type { LoginAnswers } from './types.ts';

/** Prints the request that a login stands or falls with. No question is asked, and stdin is not read. */
export function dryRunLogin({ method, email, project }: LoginAnswers, services: Services): CommandResult {
  const endpoint = namedEndpoint(services) ?? 'https://cloud.appwrite.io/v1';
  const credential = { kind: 'key', secret: '' } as const;
  const text =
    method === 'key'
      ? toCurl(
          oneDatabase,
          { endpoint, project: project ?? 'PROJECT_ID', locale: undefined, credential },
          services.globals,
        )
      : toCurl(openSession(email ?? 'EMAIL', '***'), consoleConnection(endpoint), services.globals);
  return { result: { kind: 'text', text } };
}
