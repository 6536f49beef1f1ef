import { consoleConnection, oneDatabase, openSession } from '../../console/requests.ts';
import type { Runtime } from '../../core/services.ts';
import type { Outcome } from '../../core/spec.ts';
import { toCurl } from '../../http/curl.ts';
import { namedEndpoint } from './endpoint.ts';
import type { LoginAnswers } from './login.ts';

/** Prints the request that a login stands or falls with. No question is asked, and stdin is not read. */
export function dryRunLogin({ method, email, project }: LoginAnswers, runtime: Runtime): Outcome {
  const endpoint = namedEndpoint(runtime) ?? 'https://cloud.appwrite.io/v1';
  const credential = { kind: 'key', secret: '' } as const;
  const text =
    method === 'key'
      ? toCurl(
          oneDatabase,
          { endpoint, project: project ?? 'PROJECT_ID', locale: undefined, credential },
          runtime.globals,
        )
      : toCurl(openSession(email ?? 'EMAIL', '***'), consoleConnection(endpoint), runtime.globals);
  return { result: { kind: 'text', text } };
}
