import { join } from 'node:path';
import type { AuthScheme } from '../../src/api/schema.ts';
import type { Context } from '../../src/context.ts';
import type { ConnectionFlags, ConnectionNeeds } from '../../src/profile/collect-settings.ts';
import { resolveConnection } from '../../src/profile/resolve.ts';
import { configFile, put, testContext } from './kit.ts';

/** A situation: all sources of endpoint, project and credential. */
export interface Situation {
  readonly flags?: ConnectionFlags;
  readonly env?: Context['env'];
  /** `appwrite.json` in the current folder. */
  readonly file?: object;
  /** The config file, or its text. */
  readonly config?: unknown;
  readonly needs?: Partial<ConnectionNeeds>;
  readonly uid?: number;
}

export const home = 'https://home/v1';
export const other = 'https://other/v1';
export const everybody: readonly AuthScheme[] = ['JWT', 'Key', 'Session'];
export const user: readonly AuthScheme[] = ['JWT', 'Session'];
export const keyOnly: readonly AuthScheme[] = ['Key'];

export const shopProfile = {
  name: 'shop',
  endpoint: home,
  project: 'p-profile',
  locale: 'fr',
  credential: { kind: 'key', store: 'file', secret: 'key-profile' },
};
export const teamProfile = {
  name: 'team',
  endpoint: other,
  credential: { kind: 'console', store: 'file', secret: 'session-team' },
};
export const config = { version: 1, current: 'shop', profiles: [shopProfile, teamProfile] };
export const complete = {
  APPWRITE_ENDPOINT: other,
  APPWRITE_PROJECT_ID: 'p-env',
  APPWRITE_API_KEY: 'key-env',
};

export function contextFor({ env = {}, file, config, uid }: Situation) {
  const context = testContext({ env });
  if (config !== undefined) put(configFile(context), config);
  if (file !== undefined) put(join(context.cwd, 'appwrite.json'), file);
  return uid === undefined ? context : { ...context, uid };
}

export function resolve(situation: Situation) {
  const needs: ConnectionNeeds = { project: 'required', auth: everybody, ...situation.needs };
  return resolveConnection(contextFor(situation), situation.flags ?? {}, needs, async () => undefined);
}

/** The connection in one line: `endpoint project locale kind:secret`. */
export async function line(situation: Situation): Promise<string> {
  const { connection } = await resolve(situation);
  const { endpoint, project, locale, credential } = connection;
  return [
    endpoint,
    project ?? '-',
    locale ?? '-',
    credential ? `${credential.kind}:${credential.secret}` : '-',
  ].join(' ');
}
