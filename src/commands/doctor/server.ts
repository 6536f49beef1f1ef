import { probeServer, type Server } from '../../console/server.ts';
import type { Services } from '../../core/services.ts';
import { HttpError } from '../../http/failure.ts';
import { failedAtTls } from '../../http/transport/network-error.ts';
import { proxySettings } from '../../http/transport/settings.ts';
import { isThisMachine } from '../../lib/net/address.ts';
import type { Headers } from '../../transport.ts';
import { serverVersion } from '../../version.ts';
import { type Check, fail, failed, pass, skip, warn } from './check.ts';

const [ourMajor = 0, ourMinor = 0] = serverVersion.split('.').map(Number);
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
      checkVersion(server),
      checkClock(server.headers, context.now()),
    ];
    return { checks, reached: true };
  } catch (error) {
    const rest = ['version', 'clock'].map((name) => skip(name, 'the server was not reached'));
    if (error instanceof HttpError && failedAtTls(error)) {
      const reachable = pass('reachable', `something answers at ${endpoint}`);
      return { checks: [reachable, failed('tls', error), ...rest], reached: false };
    }
    const tls = skip('tls', 'the server was not reached');
    return { checks: [failed('reachable', error), tls, ...rest], reached: false };
  }
}

function checkTls(endpoint: string, insecure: boolean): Check {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'https:' && insecure)
    return warn(
      'tls',
      'the certificate is not checked',
      'leave --insecure out, and trust its issuer with NODE_EXTRA_CA_CERTS',
    );
  if (protocol === 'https:') return pass('tls', 'the certificate is valid');
  if (isThisMachine(hostname)) return skip('tls', 'not needed on this machine');
  return warn('tls', 'the connection is not encrypted', `use https://${new URL(endpoint).host}`);
}

/** Newer servers get a header that asks for responses in the format of this version, so most commands work. */
export function checkVersion({ version }: Pick<Server, 'version'>): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ours = `${ourMajor}.${ourMinor}`;
  const difference = major - ourMajor || minor - ourMinor;
  if (difference === 0) return pass('version', version);
  if (difference > 0)
    return warn(
      'version',
      `${version}, and this program speaks ${ours}`,
      'most commands work; what is new there can be sent with appwrite-cli api',
    );
  return fail('version', `${version}, and this program speaks ${ours}`, `update the server to ${ours}`);
}

/** @param now milliseconds since the Unix epoch */
export function checkClock({ date }: Headers, now: number): Check {
  const server = Date.parse(String(date));
  if (Number.isNaN(server)) return skip('clock', 'the server does not give its time');
  const difference = now - server;
  const seconds = Math.round(Math.abs(difference) / 1000);
  if (Math.abs(difference) <= maxClockSkewMs) return pass('clock', `${seconds} s apart`);
  const direction = difference > 0 ? 'ahead of' : 'behind';
  return fail(
    'clock',
    `this machine is ${seconds} s ${direction} the server`,
    'set the clock, for instance with timedatectl set-ntp true',
  );
}

function withoutPassword(address: string): string {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
