/** `--web`: the page of the web console that shows what a line names. Loaded only for this. */
import { consolePage } from '../api/console-pages.ts';
import type { Operation } from '../api/schema.ts';
import { type ApiVersion, isAtLeast } from '../api/versions.ts';
import { type Context, isInCi } from '../context.ts';
import type { FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, doneResult, textResult } from '../core/spec.ts';
import { CliError } from '../errors.ts';
import { encodeSegment } from '../http/encode.ts';
import { projectParam } from './current-project.ts';
import { readValues } from './read.ts';
import type { Values } from './request.ts';
import { createSources } from './sources.ts';

/**
 * Opens the console's page of what an operation shows; prints its address where no browser can be opened. Sends no
 * request and needs no credential.
 * @param operation one with a `consolePage`
 * @throws CliError exit 2 for an ID that is missing or invalid; exit 3 without endpoint or project
 */
export async function openConsolePage(
  operation: Operation,
  input: FlagValues,
  services: Services,
): Promise<CommandResult> {
  const ofProject = projectParam(operation);
  const params = operation.params.filter((param) => param.in === 'path' && param !== ofProject);
  const values = await readValues({ ...operation, params }, input, createSources(services.context));
  const page = consolePage(operation)!;
  const named = ofProject && input[ofProject.name];
  const needsProject = typeof named !== 'string' && !page.startsWith('/');
  const { connection } = await services.resolve([], { project: needsProject ? 'required' : 'optional' });
  const place = {
    endpoint: connection.endpoint,
    project: typeof named === 'string' ? named : (connection.project ?? ''),
    version: services.apiVersion.version,
  };
  return openAddress(consoleAddress(place, filledPage(operation, page, values)), services);
}

/** Replaces the placeholders of a page by the values of the line. */
function filledPage({ params }: Operation, page: string, values: Values): string {
  return page.replace(/\{(\w+)\}/g, (_, name: string) => {
    const { flag } = params.find((param) => param.name === name)!;
    return encodeSegment(flag, String(values[name]));
  });
}

/** Place of a project in a console. */
export interface ConsolePlace {
  /** Address of the API. */
  readonly endpoint: string;
  readonly project: string;
  /** Version that is spoken; the console of a newer one has other addresses. */
  readonly version: ApiVersion;
}

/** `cloud.appwrite.io`, or that of a region such as `fra.cloud.appwrite.io`. */
const cloudHost = /^(?:([a-z]+)\.)?cloud\.appwrite\.io$/;

/**
 * Returns the address of a page of the console. From 1.7 on, and always in Appwrite Cloud, it names the region; a server
 * of one's own has only `default`. The address of Cloud without a region is that of Frankfurt, its first one.
 * @param page as `consolePage` returns it, without placeholders
 */
export function consoleAddress({ endpoint, project, version }: ConsolePlace, page: string): string {
  const url = new URL(endpoint);
  const cloud = cloudHost.exec(url.hostname);
  const origin = cloud ? 'https://cloud.appwrite.io' : url.origin;
  // The console is beside the API: at the same depth below a prefix that a proxy may add.
  const prefix = cloud ? '' : url.pathname.replace(/\/v1$/, '').replace(/\/$/, '');
  const root = `${origin}${prefix}/console`;
  if (page.startsWith('/')) return `${root}${page}`;
  const region = cloud ? (cloud[1] ?? 'fra') : isAtLeast(version, '1.7') ? 'default' : undefined;
  const place = region === undefined ? 'project-' : `project-${region}-`;
  return `${root}/${place}${encodeSegment('--project', project)}/${page}`;
}

/** Opens an address in a browser, or prints it. */
async function openAddress(address: string, services: Services): Promise<CommandResult> {
  const { context, globals, output } = services;
  const isForPrograms = globals.format !== undefined || globals.out !== undefined;
  if (globals.dryRun || globals.noInput || isForPrograms || !hasBrowser(context)) return textResult(address);
  try {
    await (await import('../core/browser.ts')).openBrowser(address, context);
    return doneResult(`Opened ${address}`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.warn(error.message);
    return textResult(address);
  }
}

/** True if a browser that is started here can be expected to show where the user looks. */
function hasBrowser({ stdout, env, platform }: Context): boolean {
  if (stdout.isTTY !== true || isInCi(env) || env.SSH_CONNECTION || env.SSH_TTY) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
