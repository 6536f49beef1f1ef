import type { Call } from '../../../core/call.ts';
import type { FunctionRun } from '../../../core/function-host.ts';
import { isFunctionsKey } from '../deployed.ts';
import { projectVariables, variablesOf } from '../records.ts';
import { backgroundOf } from './background.ts';

/**
 * Returns the run of a function that has sent a request, or undefined if another program has. A request with the key that
 * only functions have, or with the JWT that a run got, is certain to come from one. With a credential that stands among the
 * variables of a function, it is taken for a request of that function while that runs. Of several runs the deepest counts.
 */
export function causeOf(call: Call): FunctionRun | undefined {
  const { kernel, project, request } = call;
  if (!kernel.functions) return undefined;
  const { justEnded } = backgroundOf(kernel);
  const runs = [...kernel.functions.runs, ...(justEnded ? [justEnded] : [])].filter(
    ({ projectId }) => projectId === project.$id,
  );
  if (runs.length === 0) return undefined;
  const secrets = credentialHeaders.flatMap((name) => request.headers[name] ?? []);
  const mayBe = (run: FunctionRun) =>
    secrets.some(
      (secret) =>
        secret === run.jwt ||
        isFunctionsKey(kernel.store, project.$id, secret) ||
        isAmongVariables(call, run.functionId, secret),
    );
  return runs.filter(mayBe).sort((one, other) => other.depth - one.depth)[0];
}

const credentialHeaders = ['x-appwrite-key', 'x-appwrite-jwt', 'x-appwrite-session'] as const;

function isAmongVariables(call: Call, functionId: string, secret: string): boolean {
  const isSecret = ({ value }: { readonly value: string }) => value === secret;
  return (
    variablesOf(call, functionId).find(isSecret) !== undefined ||
    projectVariables(call).find(isSecret) !== undefined
  );
}
