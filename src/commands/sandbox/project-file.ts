/** Lets a sandbox begin as a project file says, by a push to its own address. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultApiVersion } from '../../api/versions.ts';
import { createServices } from '../../core/create-services.ts';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import { checkProject } from '../../project/check/check.ts';
import { findProjectFile } from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { kindNamed } from '../../project/model/kinds.ts';
import type { DesiredProject } from '../../project/model/state.ts';
import { refuseFaults } from '../../project/push/faults.ts';
import { isId } from '../../sandbox/core/ids.ts';
import type { SandboxServer, SandboxServerOptions } from '../../sandbox/server.ts';
import { runPush } from '../project-file/push.ts';
import type { Filling } from './filling.ts';
import { sandboxVariables } from './variables.ts';

/** A project file that a sandbox can begin from. */
interface StartingPoint {
  readonly desired: DesiredProject;
  /** Absolute path. */
  readonly path: string;
  /** True if the sandbox builds and runs the code of functions. */
  readonly runsCode: boolean;
  /** Kinds that the sandbox does not get. */
  readonly except?: readonly string[] | undefined;
}

/**
 * Reads a project file that a sandbox begins with.
 * @param options except: kinds that the sandbox does not get
 * @throws CliError exit 2 if there is none, it has faults, or a secret that it refers to is missing
 */
export function readStart(
  path: string,
  { functions, except }: Pick<SandboxServerOptions, 'functions'> & Pick<StartingPoint, 'except'>,
  services: Services,
): Filling {
  const { context } = services;
  const absolute = resolve(context.cwd, path);
  const files = existsSync(absolute) ? findProjectFile(context, { config: absolute }) : undefined;
  if (!files) throw usageError(`--project-file: there is no file ${path}`);
  const { desired, problems } = readProject(files, { resolveSecrets: true, env: context.env });
  refuseFaults([...problems, ...checkProject(desired, defaultApiVersion).problems]);
  const { projectId } = desired;
  return {
    projectId: projectId !== undefined && isId(projectId) ? projectId : undefined,
    begin: async () => {},
    fill: (server) =>
      fillSandbox(server, { desired, path: absolute, runsCode: functions !== undefined, except }, services),
    discard: async () => {},
  };
}

/**
 * Creates in a sandbox what the file describes, and says what of it a sandbox can't have.
 * @throws CliError as a push does; the sandbox may then have a part of it
 */
async function fillSandbox(
  server: SandboxServer,
  start: StartingPoint,
  { context, globals, output }: Services,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'appwrite-cli-'));
  const services = createServices(
    { ...context, env: { ...context.env, ...sandboxVariables(server, folder) } },
    { ...globals, profile: undefined, endpoint: undefined, project: undefined, yes: true },
    // The plan, and a line for each resource, would be noise.
    { ...output, note: () => {}, sketch: async () => {} },
    { version: defaultApiVersion, source: undefined },
  );
  try {
    const { failure } = await runPush({ ...noFlags, except: start.except, config: start.path }, services);
    if (failure) throw failure;
  } finally {
    await services.close();
    await rm(folder, { recursive: true, force: true });
  }
  for (const line of leftOut(start)) output.note(line);
}

const noFlags = {
  kinds: undefined,
  ...{ only: undefined, except: undefined, all: false, config: undefined, env: undefined },
  ...{ prune: undefined, allowDataLoss: undefined, rename: undefined, code: undefined, withVariables: false },
  ...{ wait: undefined, waitTimeout: undefined, concurrency: undefined, confirm: undefined },
};

function leftOut({ desired: { resources, code }, runsCode }: StartingPoint): string[] {
  const kinds = [...resources.values()].map(({ kind }) => kindNamed(kind));
  const needSession = kinds.filter(({ access }) => access === 'console session');
  // The name of the project counts as a setting, but stands outside of them.
  const words = needSession.map(({ name, selector }) => (name === 'project' ? 'projectName' : selector));
  return [
    ...(words.length === 0
      ? []
      : [
          `Left out of the file: ${[...new Set(words)].join(', ')}, which only the session of a console login can change.`,
        ]),
    ...(code.size === 0 || runsCode ? [] : ['The code of functions is stored, but neither built nor run.']),
  ];
}
