import { readServerVersion } from '../../api/server-version.ts';
import { defaultApiVersion, newestApiVersion } from '../../api/versions.ts';
import { probeServer, type Server } from '../../console/server.ts';
import { learnVersion } from '../../core/learn-version.ts';
import type { Services } from '../../core/services.ts';
import { shownVersion } from '../../core/version-gap.ts';
import { HttpError } from '../../http/failure.ts';
import { failedAtTls } from '../../http/transport/network-error.ts';
import { proxySettings } from '../../http/transport/settings.ts';
import { isThisMachine } from '../../lib/net/address.ts';
import { excerpt } from '../../lib/text/visible.ts';
import {
  isNamed,
  profileOfEndpoint,
  type ResolvedApiVersion,
  wayToSpeak,
} from '../../profile/api-version.ts';
import type { StoredProfile } from '../../profile/config.ts';
import type { Headers } from '../../transport.ts';
import { type Check, fail, failed, pass, skip, warn } from './check.ts';

/** A clock that is off by more makes codes by app and expiry dates fail, in milliseconds. */
const maxClockSkewMs = 60_000;

/** Reports the proxy of the connection. */
export function checkProxy(endpoint: string, env: Services['context']['env']): Check {
  try {
    const proxies = proxySettings(endpoint, env);
    const { protocol } = new URL(endpoint);
    const address =
      proxies && (protocol === 'https:' ? proxies.httpsProxy || proxies.httpProxy : proxies.httpProxy);
    if (!proxies || !address) return pass('proxy', 'none');
    const except = proxies.noProxy === '' ? '' : `, but not for ${proxies.noProxy}`;
    return pass('proxy', `${withoutPassword(address)}${except}`);
  } catch (error) {
    return failed('proxy', error);
  }
}

/**
 * Probes the server and checks its response.
 * @returns the checks, and true if an Appwrite answers
 */
export async function checkServer(
  services: Services,
  endpoint: string,
): Promise<{ checks: Check[]; reached: boolean }> {
  try {
    const server = await probeServer(services, endpoint);
    const { context, globals } = services;
    const checks = [
      pass('reachable', `Appwrite answers at ${endpoint}`),
      checkTls(endpoint, globals.insecure),
      await learnAndCheckVersion(services, server),
      checkClock(server.headers, context.now()),
    ];
    return { checks, reached: true };
  } catch (error) {
    const rest = ['version', 'clock'].map((name) => skip(name, 'the server was not reached'));
    if (error instanceof HttpError && failedAtTls(error)) {
      const reachable = pass('reachable', `a server answers at ${endpoint}`);
      return { checks: [reachable, failed('tls', error), ...rest], reached: false };
    }
    const tls = skip('tls', 'the server was not reached');
    return { checks: [failed('reachable', error), tls, ...rest], reached: false };
  }
}

/** Lets the selected profile learn the version of its server, and compares it with the one that is spoken. */
async function learnAndCheckVersion(services: Services, server: Server): Promise<Check> {
  const { context, globals, apiVersion } = services;
  const profile = profileOfEndpoint(context, globals.profile, server.endpoint);
  const version = readServerVersion(server.version);
  const isNew = profile && version && profile.serverVersion !== version.text;
  const isKnown = !isNew || (await learnVersion(services, { profile, server: version }, 'answer'));
  return checkVersion(server, apiVersion, isKnown ? profile : undefined);
}

function checkTls(endpoint: string, insecure: boolean): Check {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'https:' && insecure)
    return warn(
      'tls',
      'the certificate is not checked',
      'remove --insecure, and trust the issuer with NODE_EXTRA_CA_CERTS',
    );
  if (protocol === 'https:') return pass('tls', 'the certificate is valid');
  if (isThisMachine(hostname)) return skip('tls', 'not needed for this machine itself');
  return warn('tls', 'the connection is not encrypted', `use https://${new URL(endpoint).host}`);
}

/**
 * Compares the version of the server with the one that is spoken.
 * @param profile the selected profile, if it is for this server and knows its version by now
 */
export function checkVersion(
  { version }: Pick<Server, 'version'>,
  spoken: ResolvedApiVersion,
  profile?: StoredProfile | undefined,
): Check {
  const server = readServerVersion(version);
  if (!server) return skip('version', `the server reports "${excerpt(version, 40)}"`);
  const { text, api, known } = server;
  const range = `this program speaks ${defaultApiVersion} to ${newestApiVersion}`;
  if (known === 'older') return fail('version', `${text}; ${range}`, `update the server`);
  if (api !== spoken.version && (!profile || isNamed(spoken)))
    return warn(
      'version',
      `the API version in use is ${shownVersion(spoken)}, but the server is ${text}`,
      wayToSpeak(api, spoken),
    );
  if (known === 'newer')
    return warn(
      'version',
      `${text}; ${range}, so it is treated as ${api}`,
      'update appwrite-cli; appwrite-cli api can send requests that are new on the server',
    );
  const inUse =
    api === spoken.version ? shownVersion(spoken) : `${api}, now stored in profile "${profile?.name}"`;
  return pass('version', `${text}, API version ${inUse}`);
}

/** @param now milliseconds since the Unix epoch */
export function checkClock({ date }: Headers, now: number): Check {
  const server = Date.parse(String(date));
  if (Number.isNaN(server)) return skip('clock', 'the server sends no time');
  const difference = now - server;
  const seconds = Math.round(Math.abs(difference) / 1000);
  if (Math.abs(difference) <= maxClockSkewMs) return pass('clock', `${seconds} s apart`);
  const direction = difference > 0 ? 'ahead of' : 'behind';
  return fail(
    'clock',
    `this machine is ${seconds} s ${direction} the server`,
    'set the clock, for example with timedatectl set-ntp true',
  );
}

function withoutPassword(address: string): string {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
