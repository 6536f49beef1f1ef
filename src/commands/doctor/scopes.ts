import { groups } from '../../api/index.ts';
import type { Group, Operation } from '../../api/schema.ts';
import { CliError } from '../../errors.ts';
import { missingScope } from '../../http/response-error.ts';
import type { Client } from '../../http/types.ts';
import { type Check, pass, warn } from './check.ts';

/** Stands for any ID: the scope is looked at before it is looked up. */
const placeholderId = 'doctor';

/** Tries which scopes for reading an API key lacks, with one cheap request for each. Writing is not tried. */
export async function checkScopes(client: Client): Promise<Check> {
  const loaded = await Promise.all(groups.map((group) => group.load()));
  const found = await Promise.all(loaded.map((group) => missingScopes(group, client)));
  const lacking = found.filter(({ scopes }) => scopes.length > 0);
  if (lacking.length === 0) return pass('scopes', 'the key may read everything');
  return warn(
    'scopes',
    `the key lacks, for ${lacking.map(({ group, scopes }) => `${group}: ${scopes.join(', ')}`).join('; ')}`,
    'if these commands are needed, give the key these scopes in the console',
  );
}

async function missingScopes(
  { name, operations }: Group,
  client: Client,
): Promise<{ group: string; scopes: string[] }> {
  const scopes: string[] = [];
  for (const [scope, operation] of probes(operations)) {
    if (await isMissing(scope, operation, client)) scopes.push(scope);
  }
  return { group: name, scopes };
}

/** For each scope of a group the operation that reads with the shortest path: a list, where there is one. */
export function probes(operations: readonly Operation[]): Map<string, Operation> {
  const reading = operations.filter(
    ({ method, kind, auth, scope }) =>
      method === 'GET' && kind === 'json' && auth.includes('Key') && scope.endsWith('.read'),
  );
  const found = new Map<string, Operation>();
  for (const operation of reading) {
    const before = found.get(operation.scope);
    if (!before || operation.path.length < before.path.length) found.set(operation.scope, operation);
  }
  return found;
}

/** Any other answer, an error too, says that the scope was not what was wrong. */
async function isMissing(scope: string, { path }: Operation, client: Client): Promise<boolean> {
  try {
    await client.text({
      method: 'GET',
      path: path.replaceAll(/\{\w+\}/g, placeholderId),
      query: [],
      repeatable: true,
      secrets: [],
    });
    return false;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return error.status === 401 && missingScope(error.message)?.scope === scope;
  }
}
