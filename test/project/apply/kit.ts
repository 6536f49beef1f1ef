/** Applying hand-made plans to a sandbox in this process, in a time of its own. */
import { setImmediate } from 'node:timers/promises';
import { createClient } from '../../../src/http/client.ts';
import { applyPlan } from '../../../src/project/apply/apply.ts';
import { createDeployer } from '../../../src/project/apply/deploy.ts';
import type { ApplyEvent, ApplyOptions, ApplyResult } from '../../../src/project/apply/types.ts';
import type { KindName, Phase } from '../../../src/project/model/kind.ts';
import { kindNamed } from '../../../src/project/model/kinds.ts';
import { createRequest, type ResourceRequest } from '../../../src/project/model/parameters.ts';
import { keyOf } from '../../../src/project/model/state.ts';
import type { FieldValue } from '../../../src/project/model/value.ts';
import {
  type Action,
  type Plan,
  type PlanOp,
  type PlanStep,
  planFormat,
} from '../../../src/project/plan/plan.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Transport } from '../../../src/transport.ts';
import { testIo } from '../../kit/client.ts';
import { recorded } from '../../kit/disturbed.ts';
import { sandboxEndpoint, sandboxTransport } from '../../kit/sandbox-transport.ts';

const target = { projectId: 'sandbox', apiVersion: '1.5' } as const;

export type Fields = Readonly<Record<string, FieldValue>>;

/** Path as text: `main/posts/title`. */
export function resourceOf(kind: KindName, path: string, variant?: string, fields: Fields = {}) {
  return { kind, path: path.split('/'), variant, fields: new Map(Object.entries(fields)) };
}

export const step = ({ operation, params }: ResourceRequest): PlanStep => ({
  step: 'request',
  request: { operation, params },
});

export function action(
  op: PlanOp,
  kind: KindName,
  path: string,
  steps: readonly PlanStep[],
  facts: Partial<Action> = {},
): Action {
  const resource = { kind, path: path.split('/') };
  const phase: Phase = op === 'delete' ? 'deletions' : kindNamed(kind).phase;
  return {
    id: `${op} ${keyOf(resource)}`,
    phase,
    op,
    resource,
    path,
    changes: [],
    remarks: [],
    risk: 'none',
    after: [],
    steps,
    ...facts,
  };
}

/** An action that creates a resource. */
export function creation(
  kind: KindName,
  path: string,
  variant?: string,
  fields: Fields = {},
  facts: Partial<Action> = {},
): Action {
  const request = createRequest(resourceOf(kind, path, variant, fields), target);
  return action('create', kind, path, [step(request)], {
    ...(variant === 'relationship' && { phase: 'relationships' }),
    ...facts,
  });
}

export const named = (kind: KindName, path: string, facts: Partial<Action> = {}): Action =>
  creation(kind, path, undefined, { name: 'Any' }, facts);

export function planOf(...actions: readonly Action[]): Plan {
  return {
    format: planFormat,
    cli: '0.0.0',
    createdAt: '2026-01-01T00:00:00Z',
    target: {
      ...target,
      endpoint: sandboxEndpoint,
      serverVersion: '1.5.7',
      environment: undefined,
      why: 'a test',
    },
    file: { path: 'appwrite.json', sha256: '' },
    summary: {
      create: 0,
      change: 0,
      move: 0,
      delete: 0,
      rebuild: 0,
      deploy: 0,
      dataLoss: [],
      kept: 0,
      notCompared: [],
    },
    actions,
    kept: [],
    notCompared: [],
    notes: [],
    remote: {},
    fingerprint: '',
  };
}

export interface ApplySettings extends Partial<Omit<ApplyOptions, 'deployer'>> {
  /** Folder of the project, to deploy code from. */
  readonly folder?: string;
  readonly waitsForBuilds?: boolean;
  /** Instead of the sandbox's own. */
  readonly transport?: Transport;
}

export interface Applied {
  readonly result: ApplyResult;
  readonly events: readonly ApplyEvent[];
  /** Requests as lines: `POST /databases`. */
  readonly requests: readonly string[];
  readonly warnings: readonly string[];
  /** Time that it took, as far as it slept. */
  readonly sleptMs: number;
}

/** Applies a plan to a sandbox. */
export async function applyTo(sandbox: Sandbox, plan: Plan, settings: ApplySettings = {}): Promise<Applied> {
  const { transport = sandboxTransport(sandbox), folder, waitsForBuilds = true, ...options } = settings;
  const requests: string[] = [];
  const events: ApplyEvent[] = [];
  const warnings: string[] = [];
  const { io } = testIo();
  let time = Date.UTC(2026, 0);
  const clock = {
    now: () => time,
    async sleep(delayMs: number) {
      time += delayMs;
      await setImmediate();
    },
  };
  const connection = {
    endpoint: sandboxEndpoint,
    project: sandbox.project,
    locale: undefined,
    credential: { kind: 'key', secret: sandbox.apiKey },
  } as const;
  const settingsOfClient = { retries: 3, requestTimeoutMs: undefined, insecure: false };
  const client = createClient(connection, settingsOfClient, {
    ...io,
    ...clock,
    openTransport: async () => recorded(transport, requests),
  });
  const shared = { clientFor: async () => client, clock, signal: new AbortController().signal };
  const result = await applyPlan(plan, {
    ...shared,
    waitTimeoutMs: 120_000,
    concurrency: 4,
    resolveSecret: () => {
      throw new Error('this plan has no secrets');
    },
    readServer: () => Promise.reject(new Error('this plan has no secrets')),
    deployer: createDeployer({
      ...shared,
      apiVersion: plan.target.apiVersion,
      folder: folder ?? '/nowhere',
      waitsForBuilds,
      buildTimeoutMs: 900_000,
      chunkBytes: undefined,
      describe: () => {},
      warn: (line) => warnings.push(line),
    }),
    report: (event) => events.push(event),
    ...options,
  });
  return { result, events, requests, warnings, sleptMs: time - Date.UTC(2026, 0) };
}
