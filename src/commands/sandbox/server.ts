import { resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { exclusion, type FlagValuesOf } from '../../core/flags.ts';
import type { GlobalOptions } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { isLoopback } from '../../lib/net/address.ts';
import { parseUrl } from '../../lib/net/url.ts';
import { jsonNumber, wholeNumber } from '../../lib/text/numbers.ts';
import { reportOf } from '../../output/report.ts';
import { clockModes } from '../../sandbox/core/clock.ts';
import { isId } from '../../sandbox/core/ids.ts';
import { isSchemaPath, type SchemaFault } from '../../sandbox/core/schema-work.ts';
import { type SandboxServer, type SandboxServerOptions, startSandbox } from '../../sandbox/server.ts';
import { sandboxVersion } from '../../version.ts';
import { factsOf } from './facts.ts';
import type { Filling } from './filling.ts';
import type { serverFlags, startFlags } from './flags.ts';

export type ServerValues = FlagValuesOf<typeof serverFlags>;
export type StartValues = FlagValuesOf<typeof startFlags>;

/**
 * Returns the server's options from the flags of `sandbox start` and `sandbox run`.
 * @param globals project: ID of its project; undefined for the default
 * @throws CliError exit 2
 */
export function sandboxOptions(
  input: ServerValues & Partial<StartValues>,
  { cwd, env }: Pick<Context, 'cwd' | 'env'>,
  { project, apiVersion }: Pick<GlobalOptions, 'project' | 'apiVersion'>,
): SandboxServerOptions {
  if (apiVersion !== undefined && !sandboxVersion.startsWith(`${apiVersion}.`))
    throw usageError(
      `the sandbox is Appwrite ${sandboxVersion} and does not support ${apiVersion}`,
      `leave --api-version out, or use a real server of version ${apiVersion}`,
    );
  if (project !== undefined && !isId(project)) {
    throw usageError(
      '--project is not an ID',
      'use at most 36 letters, digits, dots, hyphens and underscores',
    );
  }
  const { data, host, seed, cors, functions, set, clock } = input;
  if (data === '') throw usageError('--data is empty', 'name a folder, or leave --data out');
  if (host === '') throw usageError('--host is empty', 'name an address, or leave --host out');
  if (functions && host !== undefined && !isLoopback(host))
    throw usageError(
      '--functions runs code with your rights, so the server must be on loopback only',
      'leave --host out, or --functions',
    );
  if (set !== undefined && !functions)
    throw usageError('--set gives variables to functions, and this sandbox runs none', 'add --functions');
  return {
    host,
    port: number('--port', input.port, 0, 65_535),
    dataDir: data === undefined ? undefined : resolve(cwd, data),
    rateLimit: number('--rate-limit', input.rateLimit, 1, 1_000_000),
    latencyMs: number('--latency', input.latency, 0, 600_000),
    schemaWorkMs: number('--schema-delay', input.schemaDelay, 0, 600_000),
    schemaFaults: schemaFaults(input),
    failRate: number('--fail-rate', input.failRate, 0, 1, 'fraction'),
    seed,
    project,
    clock: clockModes.find((mode) => mode === clock),
    cors: cors?.map(originOf),
    functions: functions ? { env, set: factsOf(set) } : undefined,
  };
}

function schemaFaults({ keepProcessing, failCreation, failDeletion }: ServerValues): SchemaFault[] {
  const faults = (
    effect: SchemaFault['effect'],
    flag: '--keep-processing' | '--fail-creation' | '--fail-deletion',
    given: readonly string[] = [],
  ) => given.map((text) => schemaFault(effect, flag, text));
  return [
    ...faults('stays-processing', '--keep-processing', keepProcessing),
    ...faults('fails', '--fail-creation', failCreation),
    ...faults('gets-stuck', '--fail-deletion', failDeletion),
  ];
}

function schemaFault(effect: SchemaFault['effect'], flag: string, text: string): SchemaFault {
  const [, path = text, error] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (isSchemaPath(path) && (error === undefined || effect !== 'stays-processing'))
    return { effect, path, error };
  const form = effect === 'stays-processing' ? '' : ', and may add =TEXT for the error';
  throw usageError(
    `${flag} takes DATABASE/COLLECTION/KEY${form}; not "${text}"`,
    'write * for any of the three, for example shop/*/title',
  );
}

/** Returns an origin in the form in which browsers send it. */
function originOf(given: string): string {
  const url = parseUrl(given);
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin) return url.origin;
  throw usageError(
    `--cors takes the origin of a web page, not "${given}"`,
    'write scheme, host and port, for example http://localhost:3000',
  );
}

function number(
  flag: string,
  given: string | undefined,
  min: number,
  max: number,
  form: 'integer' | 'fraction' = 'integer',
): number | undefined {
  if (given === undefined) return undefined;
  const digits = form === 'fraction' ? jsonNumber(given) : wholeNumber(given);
  const value = Number(digits ?? Number.NaN);
  if (value >= min && value <= max) return value;
  throw usageError(
    `${flag} takes a ${form === 'fraction' ? 'number' : 'whole number'} from ${min} to ${max}, not "${given}"`,
  );
}

/**
 * Starts the server, and fills it before difficulties that the options name begin.
 * @throws CliError exit 1 with a hint at the flag that helps, for example if the port is taken or the folder is in use;
 * errors of `filling`
 */
export async function openSandbox(
  { rateLimit, latencyMs, failRate, schemaWorkMs, schemaFaults, ...options }: SandboxServerOptions,
  filling: Filling | undefined,
): Promise<SandboxServer> {
  try {
    await filling?.begin();
  } catch (error) {
    throw explain(error, options);
  }
  const server = await startSandbox(options).catch((error) => {
    throw explain(error, options);
  });
  try {
    // Everything that it begins with has happened before: no function runs for it.
    await server.withoutEvents(async () => filling?.fill(server));
    // An unpacked backup may be large, and the server may run for days.
    await filling?.discard();
    server.markStart();
    server.setDifficulties({ rateLimit, latencyMs, failRate, schemaWorkMs, schemaFaults });
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/**
 * Reads the flags, and does something with the options of the server and with what it begins with.
 * @throws CliError exit 2 for a value of a flag, or faults of the file that it begins with
 */
export async function withServerFlags<Value>(
  input: ServerValues & Partial<StartValues>,
  services: Services,
  work: (options: SandboxServerOptions, filling: Filling | undefined) => Promise<Value>,
): Promise<Value> {
  const { context, globals } = services;
  const options = sandboxOptions(input, context, globals);
  const filling = await openFilling(input, options, services);
  try {
    const project = options.project ?? filling?.projectId;
    const { warn, failed } = services.output;
    const report = (error: unknown) => failed(`in the sandbox: ${reportOf(error).message}`);
    return await work({ ...options, project, warn, report }, filling);
  } finally {
    await filling?.discard();
  }
}

/**
 * Opens what a sandbox begins with; undefined if that is nothing.
 * @throws CliError exit 2 for a file that is missing or has faults
 */
export async function openFilling(
  { projectFile, from, seed }: Pick<ServerValues, 'projectFile' | 'from' | 'seed'>,
  options: SandboxServerOptions,
  services: Services,
): Promise<Filling | undefined> {
  if (from === undefined) {
    if (projectFile === undefined) return undefined;
    return (await import('./project-file.ts')).readStart(projectFile, options, services);
  }
  const reason = 'a backup has everything that a project has';
  if (projectFile !== undefined) throw exclusion('--from', '--project-file', reason);
  if (seed) throw exclusion('--from', '--seed', reason);
  return (await import('./from-backup.ts')).openStart(from, options.dataDir, services);
}

function explain(error: unknown, { host, port, dataDir }: SandboxServerOptions): CliError {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return refused(`port ${port} is in use`, 'choose another --port; 0 takes a free one');
  if (code === 'EACCES' && syscall === 'listen')
    return refused(`no permission to listen on port ${port}`, 'choose a --port above 1023');
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return refused(`${host} is not an address of this machine`, 'choose another --host, or leave it out');
  if (dataDir === undefined) return refused(message);
  const problem = code === undefined ? message : writeFailure(dataDir, error).message;
  return refused(problem, 'choose another --data folder, or leave it out');
}

function refused(problem: string, hint?: string): CliError {
  return new CliError(ExitCode.failure, `the sandbox can't start: ${problem}`, { hint });
}
