/** Applying a plan: what it needs of the outside world, and its result. */
import type { Credentials } from '../../api/schema.ts';
import type { Context } from '../../context.ts';
import type { CliError } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import type { LiveProject, SecretReference } from '../model/state.ts';
import type { Action, PlannedDeployment } from '../plan/plan.ts';

/** Deploys code. */
export interface Deployer {
  /**
   * Packs, uploads and builds code, and makes it the active deployment.
   * @throws CliError if the files are not those of the plan any more, the upload fails, or the build does
   */
  deploy(deployment: PlannedDeployment): Promise<void>;
  /** Builds the code of a deployment again. @throws CliError if the build fails */
  rebuild(functionId: string, deploymentId: string): Promise<void>;
}

export interface ApplyOptions {
  /**
   * Returns the client for requests with these credentials. It must not be cancelled by `signal`: a request that has been
   * sent is waited for.
   */
  readonly clientFor: (auth: Credentials) => Promise<Client>;
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Aborted by Ctrl-C: what has been sent is waited for, and nothing more is begun. */
  readonly signal: AbortSignal;
  /** Longest wait without any progress. */
  readonly waitTimeoutMs: number;
  /** Maximum number of resources that are worked on at once. */
  readonly concurrency: number;
  /** @throws CliError exit 2 if there is no value */
  readonly resolveSecret: (reference: Exclude<SecretReference, { readonly from: 'server' }>) => string;
  /** Reads the secrets that an update carries unchanged. Called at most once. */
  readonly readServer: () => Promise<LiveProject>;
  readonly deployer: Deployer;
  readonly report: (event: ApplyEvent) => void;
}

export type ApplyEvent =
  | { readonly kind: 'begun'; readonly action: Action }
  /** `found`: the server had the resource already, as the plan wants it. */
  | { readonly kind: 'done'; readonly action: Action; readonly found: boolean }
  | { readonly kind: 'failed'; readonly action: Action; readonly error: CliError }
  /** The server is still working on so many attributes or indexes. */
  | { readonly kind: 'waiting'; readonly resources: number };

export interface FailedAction {
  readonly action: Action;
  readonly error: CliError;
}

/** Every action of the plan is in one of the lists. */
export interface ApplyResult {
  readonly done: readonly Action[];
  readonly failed: readonly FailedAction[];
  /** Not begun, or begun with an outcome that is not known: what they need failed, or the work was stopped. */
  readonly open: readonly Action[];
  /** Reason why no more actions were begun: Ctrl-C, the network, the rate limit, a credential that is refused. */
  readonly stoppedBy: unknown;
}
