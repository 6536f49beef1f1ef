/** The server that functions and their callers use: a sandbox of this process, or the project of the profile. */
import { defaultApiVersion } from '../../../api/versions.ts';
import type { Services } from '../../../core/services.ts';
import { CliError, ExitCode } from '../../../errors.ts';
import type { Variables } from '../../../functions/runtime/environment.ts';
import type { Connection } from '../../../http/types.ts';
import { listed } from '../../../lib/text/words.ts';
import type { SandboxFact } from '../../../sandbox/core/function-host.ts';
import { openSandbox } from '../../sandbox/server.ts';
import type { LocalProject } from './local-function.ts';
import type { LocalOptions, LocalValues } from './options.ts';

export interface UsedServer {
  readonly kind: 'sandbox' | 'live';
  /** With a credential, if that is needed. */
  readonly connection: Connection;
  close(): Promise<void>;
}

/**
 * Returns the server, if the flags need one. A sandbox has what the project file describes.
 * @throws CliError exit 3 without a credential for the project of the profile; the errors of a sandbox's start
 */
export async function openServer(
  { live, as }: Pick<LocalValues, 'live' | 'as'>,
  { facts }: LocalOptions,
  project: LocalProject,
  services: Services,
): Promise<UsedServer | undefined> {
  const asked = Object.values(facts);
  if (asked.length === 0 && as === undefined) return undefined;
  if (!live) return startSandbox(project, services);
  const needsKey = as !== undefined || asked.includes('key');
  const { connection } = await services.resolve(needsKey ? ['Key'] : [], { projectFile: project.path });
  return { kind: 'live', connection, close: async () => {} };
}

async function startSandbox({ path }: LocalProject, services: Services): Promise<UsedServer> {
  const { readStart } = await import('../../sandbox/project-file.ts');
  // Only errors are of interest: the sandbox is a means here. It need not have the functions, which run outside of it.
  const output = { ...services.output, note: () => {} };
  const filling = readStart(
    path,
    { functions: undefined, except: ['functions', 'variables', 'code'] },
    { ...services, output },
  );
  const server = await openSandbox({ project: filling.projectId }, filling);
  const { endpoint, project, apiKey } = server;
  return {
    kind: 'sandbox',
    connection: {
      ...{ endpoint, project, locale: undefined, apiVersion: defaultApiVersion },
      credential: { kind: 'key', secret: apiKey },
    },
    close: () => server.close(),
  };
}

/**
 * Returns the variables of `--set`.
 * @throws CliError exit 3 if a key is asked for, and the credential is none
 */
export function mappedVariables(
  facts: LocalOptions['facts'],
  server: UsedServer | undefined,
  { output }: Pick<Services, 'output'>,
): Variables {
  if (server === undefined) return {};
  const { endpoint, project = '', credential } = server.connection;
  const keys = Object.keys(facts).filter((name) => facts[name] === 'key');
  if (keys.length > 0 && credential?.kind !== 'key')
    throw new CliError(
      ExitCode.auth,
      '--set NAME=key needs an API key, and the profile has a console session',
      {
        hint: 'set APPWRITE_API_KEY, choose another --profile, or leave --live out',
      },
    );
  if (keys.length > 0 && server.kind === 'live')
    output.warn(
      `${listed(keys, 'and')} ${keys.length === 1 ? 'holds' : 'hold'} the API key of the project ${project} at ${new URL(endpoint).host}: the code may do there what the key may do`,
    );
  const values: Readonly<Record<SandboxFact, string>> = { endpoint, project, key: credential?.secret ?? '' };
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, values[fact]]));
}
