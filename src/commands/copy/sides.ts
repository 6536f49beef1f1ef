/** The two projects of a copy. Each gets its connection from its own profile or environment, and from nothing else. */
import { createServices, type OwnedServices } from '../../core/create-services.ts';
import type { ResolveOptions, Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import type { Connection } from '../../http/types.ts';
import { isLoopback } from '../../lib/net/address.ts';
import { resolveApiVersion } from '../../profile/api-version.ts';
import { credentialVariables } from '../../profile/credential.ts';
import { selectProfileFor } from '../../profile/named-environment.ts';
import { findProfile, readConfig } from '../../profile/read-config.ts';
import { listEnvironments } from '../../project/file/environments.ts';
import type { Environment } from '../../project/file/settings.ts';
import { projectAuth } from '../../project/live/read.ts';

export interface Side {
  /** Resolve the connection of this side. The caller must close them. */
  readonly services: OwnedServices;
  readonly connection: Connection;
}

export interface Sides {
  readonly from: Side;
  readonly to: Side;
  close(): Promise<void>;
}

/**
 * Resolves both connections.
 * @throws CliError exit 2 for an unknown or ambiguous name, or if both are the same project; exit 3 without a credential
 */
export async function openSides(
  names: { readonly from: string; readonly to: string },
  services: Services,
): Promise<Sides> {
  refuseConnectionFlags(services);
  const open: Side[] = [];
  const close = async () => {
    await Promise.all(open.map((side) => side.services.close()));
  };
  try {
    const from = await openSide('--from', names.from, services);
    open.push(from);
    const to = await openSide('--to', names.to, services);
    open.push(to);
    refuseSame(from.connection, to.connection);
    return { from, to, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function refuseConnectionFlags({ globals }: Services): void {
  const given = (['profile', 'endpoint', 'project'] as const).find((name) => globals[name] !== undefined);
  if (given !== undefined)
    throw usageError(
      `copy takes its two projects from --from and --to, not from --${given}`,
      'name a profile or an environment with each of the two',
    );
}

async function openSide(flag: '--from' | '--to', name: string, services: Services): Promise<Side> {
  const { context, globals, output } = services;
  const own = { ...context, env: withoutConnection(context.env) };
  const environment = environmentNamed(flag, name, services);
  const profile = environment
    ? selectProfileFor(own, readConfig(own), { environment })?.name
    : findProfile(readConfig(own), bareName(name))!.name;
  const ofSide = { ...globals, profile };
  const created = createServices(own, ofSide, output, resolveApiVersion(own, ofSide));
  const using = environment ? inEnvironment(created, environment) : created;
  try {
    const { connection } = await using.resolve(projectAuth);
    return { services: using, connection };
  } catch (error) {
    await created.close();
    throw error;
  }
}

/** Variables can't be meant for both sides. */
function withoutConnection(env: Services['context']['env']): Services['context']['env'] {
  const names = [
    ...['APPWRITE_ENDPOINT', 'APPWRITE_PROJECT_ID', 'APPWRITE_PROFILE'],
    ...credentialVariables.map(({ variable }) => variable),
  ];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

/** Prefixes that distinguish a profile from an environment of the same name. No name of either has a colon. */
const prefixes = { profile: 'profile:', environment: 'env:' } as const;

const bareName = (name: string) =>
  name.startsWith(prefixes.profile) ? name.slice(prefixes.profile.length) : name;

/**
 * Returns the environment of this name; undefined if it is a profile.
 * @throws CliError exit 2 if it is neither, or both
 */
function environmentNamed(
  flag: '--from' | '--to',
  name: string,
  { context }: Services,
): Environment | undefined {
  const config = readConfig(context);
  const isProfile =
    !name.startsWith(prefixes.environment) && findProfile(config, bareName(name)) !== undefined;
  const environments = name.startsWith(prefixes.profile) ? [] : listEnvironments(context);
  const wanted = name.startsWith(prefixes.environment) ? name.slice(prefixes.environment.length) : name;
  const environment = environments.find((each) => each.name === wanted);
  if (environment && isProfile)
    throw usageError(
      `${flag}: "${name}" is both a profile and an environment of the project file`,
      `write ${prefixes.profile}${name} or ${prefixes.environment}${name}`,
    );
  if (environment) return environment;
  if (isProfile) return undefined;
  const known = [...config.profiles.map((each) => each.name), ...environments.map((each) => each.name)];
  throw usageError(
    `${flag}: there is no profile or environment "${name}"`,
    known.length > 0
      ? `profiles and environments: ${known.join(', ')}`
      : 'make a profile of each of the two projects: appwrite-cli login, or appwrite-cli profile add',
  );
}

/** Returns services whose connection is that of an environment. */
function inEnvironment(services: OwnedServices, environment: Environment): OwnedServices {
  const within = <Options extends ResolveOptions>(options: Options | undefined) => ({
    ...options,
    environment,
  });
  return {
    ...services,
    resolve: (auth, options) => services.resolve(auth, within(options)),
    clientFor: (auth, options) => services.clientFor(auth, within(options)),
  };
}

/** @throws CliError exit 2 */
function refuseSame(from: Connection, to: Connection): void {
  if (placeOf(from) === placeOf(to))
    throw usageError(
      `--from and --to are the same project: ${from.project} at ${from.endpoint}`,
      'a copy needs another project to write to',
    );
}

/** Spellings of this machine are the same place. */
function placeOf({ endpoint, project }: Connection): string {
  const url = new URL(endpoint);
  const host = isLoopback(url.hostname) ? 'localhost' : url.hostname;
  return JSON.stringify([host, url.port, url.pathname, project]);
}
