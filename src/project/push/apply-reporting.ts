/** Applies a plan for a command: with the user's connection, flags and terminal. */
import type { Credentials } from '../../api/schema.ts';
import type { ClientSettings, ResolveOptions, Services } from '../../core/services.ts';
import type { CliError } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { applyPlan } from '../apply/apply.ts';
import { createDeployer } from '../apply/deploy.ts';
import { createLookUp } from '../apply/look-up.ts';
import type { ApplyResult } from '../apply/types.ts';
import { waitFor } from '../apply/wait.ts';
import { requireReferences, resolveReference } from '../file/references.ts';
import type { LiveProject } from '../model/state.ts';
import { isSecretParam, type Plan } from '../plan/plan.ts';
import type { MadePlan } from './make-plan.ts';
import { PushProgress, waitingFor } from './progress.ts';
import type { PushTarget } from './target.ts';

/** The way in which a plan is applied. */
export interface ApplySettings {
  readonly waitTimeoutMs: number;
  readonly concurrency: number;
  /** False to leave builds to the server, and what an earlier push has left unfinished. */
  readonly waits: boolean;
}

/** A server gives up a build after this time. */
const buildTimeoutMs = 900_000;

/**
 * Applies a plan, and reports each action on stderr.
 * @param readServer reads the secrets that an update carries unchanged
 * @throws CliError exit 2, before anything is sent, if a secret has no value: all are named
 */
export async function applyReporting(
  plan: Plan,
  { services, connection, folder }: PushTarget,
  { waitTimeoutMs, concurrency, waits }: ApplySettings,
  readServer: () => Promise<LiveProject>,
): Promise<ApplyResult> {
  const { context, output } = services;
  const secrets = { folder, env: context.env };
  requireReferences(referencesOf(plan), secrets);
  // A request that has been sent is waited for, also after Ctrl-C: what it did can then be reported.
  const clientFor = clientsOf(services, { ...connection, signal: new AbortController().signal });
  const progress = new PushProgress(output, plan.actions.length);
  const shared = { clientFor, clock: context, signal: context.signal };
  try {
    return await applyPlan(plan, {
      ...shared,
      waitTimeoutMs,
      concurrency,
      resolveSecret: (reference) => resolveReference(reference, secrets),
      readServer,
      deployer: createDeployer({
        ...shared,
        apiVersion: plan.target.apiVersion,
        folder,
        waitsForBuilds: waits,
        buildTimeoutMs: Math.max(buildTimeoutMs, waitTimeoutMs),
        chunkBytes: context.uploadChunkBytes,
        describe: (functionId, activity) => progress.describe(`function ${functionId}: ${activity}`),
        warn: output.warn,
      }),
      report: progress.report,
    });
  } finally {
    progress.stop();
  }
}

/** Keeps one client for each kind of credentials. */
function clientsOf(services: Services, settings: ClientSettings & ResolveOptions) {
  const clients = new Map<string, Promise<Client>>();
  return (auth: Credentials): Promise<Client> => {
    const key = auth.join();
    const client = clients.get(key) ?? services.clientFor(auth, settings);
    clients.set(key, client);
    return client;
  };
}

/**
 * Waits for attributes and indexes of the file that the server is still working on: an earlier push may have been killed
 * before it saw the end.
 * @returns the error of each that did not become available
 */
export async function waitForPending(
  { reading: { desired }, live }: Pick<MadePlan, 'reading' | 'live'>,
  { services, connection }: PushTarget,
  { waits, waitTimeoutMs }: ApplySettings,
): Promise<readonly CliError[]> {
  const { context, output, apiVersion } = services;
  const pending = [...live.resources]
    .filter(
      ([key, { status, isChildSide }]) =>
        status === 'processing' && !isChildSide && desired.resources.has(key),
    )
    .map(([, resource]) => ({ resource, until: 'available' }) as const);
  if (!waits || pending.length === 0) return [];
  const progress = output.progress({ label: waitingFor(pending.length) });
  const project = { projectId: live.projectId, apiVersion: apiVersion.version };
  try {
    const failures = await waitFor(pending, {
      lookUp: createLookUp(project, clientsOf(services, connection)),
      clock: context,
      signal: context.signal,
      timeoutMs: waitTimeoutMs,
      progress: { ms: context.now() },
      onLook: (resources) => progress.describe(waitingFor(resources)),
    });
    return [...failures.values()];
  } finally {
    progress.stop();
  }
}

/** Returns the references of a plan whose values this machine has to have. */
export function referencesOf({ actions }: Plan) {
  const requests = actions.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.step === 'request' ? step.request : [])),
  );
  return requests
    .flatMap(({ params }) => Object.values(params))
    .flatMap((value) => (isSecretParam(value) && value.secret.from !== 'server' ? value.secret : []));
}
