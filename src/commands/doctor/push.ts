import type { Operation } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { Services } from '../../core/services.ts';
import type { Client } from '../../http/types.ts';
import { findProjectFile } from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { catalogued, operationFor } from '../../project/model/catalogue.ts';
import type { KindName } from '../../project/model/kind.ts';
import { kindNamed } from '../../project/model/kinds.ts';
import { type Check, failed, pass, skip, warn } from './check.ts';
import { missingScopesOf } from './scopes.ts';

/**
 * Probes the scopes that pull, plan and push need for the kinds that the project file lists. Requests that would write
 * lack everything that they need, so that a server refuses them.
 * @param client acts with an API key
 */
export async function checkPush(client: Client, { context, apiVersion }: Services): Promise<Check> {
  try {
    const files = findProjectFile(context);
    if (!files) return skip('push', 'no project file here');
    const { desired } = readProject(files, { resolveSecrets: false, env: {} });
    const operations = operationsFor(desired.listed, apiVersion.version);
    if (operations.size === 0) return skip('push', `${files.path} lists nothing that an API key can change`);
    const { scopes, errors } = await missingScopesOf(operations, client);
    if (errors[0]) return failed('push', errors[0]);
    if (scopes.length === 0)
      return pass('push', `the key has the scopes to pull, plan and push ${files.path}`);
    return warn(
      'push',
      `the key lacks scopes to pull, plan and push ${files.path}: ${scopes.join(', ')}`,
      'give it these scopes in the console, or create another key: appwrite-cli init --new-key push',
    );
  } catch (error) {
    return failed('push', error);
  }
}

/** Returns an operation for each scope that reading and changing these kinds needs. */
function operationsFor(kinds: ReadonlySet<KindName>, version: ApiVersion): Map<string, Operation> {
  const found = new Map<string, Operation>();
  const add = (operation: Operation) => {
    if (operation.console === undefined && !found.has(operation.scope)) found.set(operation.scope, operation);
  };
  for (const name of kinds) {
    const kind = kindNamed(name);
    const [variant] = Object.keys(kind.variants);
    for (const verb of ['list', 'create'] as const) {
      const ref = operationFor(kind, verb, variant);
      if (ref) add(catalogued(ref, version));
    }
  }
  // Changes of attributes count the documents that they concern.
  if (kinds.has('attribute')) add(catalogued({ group: 'databases', command: 'list-documents' }, version));
  return found;
}
