/** `appwrite-cli/sandbox`: the sandbox for tests of other programs. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Filling } from '../commands/sandbox/filling.ts';
import { openFilling, openSandbox } from '../commands/sandbox/server.ts';
import { CliError } from '../errors.ts';
import { leaveHeapAlone } from '../lib/process/heap.ts';
import type { SandboxServer, SandboxServerOptions } from '../sandbox/server.ts';
import type { startSandbox as Declared, OutboxEntry, Sandbox, SandboxOptions, Tick } from './api.ts';
import { checkOptions } from './options.ts';
import { quietServices } from './services.ts';

export const startSandbox: typeof Declared = async (options = {}) => {
  checkOptions(options);
  for (const name of ['projectFile', 'from'] as const) requireFile(name, options[name]);
  leaveHeapAlone();
  const { seed = false, projectFile, from, env = {}, onNote = () => {} } = options;
  const services = quietServices({ env, onNote });
  let filling: Filling | undefined;
  try {
    const settings = serverOptions(options);
    filling = await openFilling({ seed, projectFile, from }, settings, services);
    const project = settings.project ?? filling?.projectId;
    return publicSandbox(await openSandbox({ ...settings, project }, filling));
  } catch (error) {
    throw plainError(error);
  } finally {
    await filling?.discard();
    await services.close();
  }
};

/** Without this check, messages would name flags of the command line. */
function requireFile(name: 'projectFile' | 'from', path: string | undefined): void {
  if (path !== undefined && !existsSync(path)) throw new Error(`startSandbox: ${name}: there is no ${path}`);
}

const serverOptions = ({
  data,
  port,
  project,
  seed,
  cors,
  rateLimit,
  latencyMs,
  failRate,
  clock,
  functions,
  set,
}: SandboxOptions): SandboxServerOptions => ({
  dataDir: data === undefined ? undefined : resolve(data),
  // Only what programs need to run reaches a function, of the variables of this process.
  functions: functions ? { env: process.env, set } : undefined,
  clock,
  ...{ port, project, seed, cors, rateLimit, latencyMs, failRate },
});

const publicSandbox = (server: SandboxServer): Sandbox => ({
  endpoint: server.endpoint,
  project: server.project,
  key: server.apiKey,
  apiKey: server.apiKey,
  async outbox(filter = {}) {
    const { entries } = await server.perform('sandbox.listOutbox', { ...filter });
    return entries as unknown as readonly OutboxEntry[];
  },
  async tick(duration) {
    return (await server.perform('sandbox.tick', { duration })) as unknown as Tick;
  },
  reset: () => server.reset(),
  close: () => server.close(),
});

/** Returns an error for programs: hints of the command line name flags, which a library does not have. */
function plainError(error: unknown): unknown {
  if (!(error instanceof CliError)) return error;
  const { message, excerpt } = error;
  return new Error(excerpt === undefined ? message : `${message}\n${excerpt}`, { cause: error });
}
