import type { Context } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { isThisMachine } from '../../lib/net/address.ts';
import { percentDecoded } from '../../lib/net/percent.ts';
import { parseUrl } from '../../lib/net/url.ts';
import type { ProxySettings, TransportSettings } from '../../transport.ts';

const connectTimeoutMs = 10_000;
export const defaultIdleTimeoutMs = 60_000;

/**
 * Returns the settings of the connections to one server.
 * @throws CliError (usage) if a proxy variable is not an address
 */
export function transportSettings(
  endpoint: string,
  env: Context['env'],
  { insecure, idleTimeoutMs }: Pick<TransportSettings, 'insecure' | 'idleTimeoutMs'>,
): TransportSettings {
  return { endpoint, proxy: proxySettings(endpoint, env), insecure, connectTimeoutMs, idleTimeoutMs };
}

/**
 * Returns the proxies between this machine and the endpoint. As in curl, a lower-case variable overrides the
 * upper-case one.
 * @returns undefined to connect directly: no proxy is set, or the endpoint is on this machine
 * @throws CliError (usage) if a proxy variable is not an address
 */
export function proxySettings(endpoint: string, env: Context['env']): ProxySettings | undefined {
  if (isThisMachine(new URL(endpoint).hostname)) return undefined;
  const settings = {
    httpProxy: proxyAddress('HTTP_PROXY', env),
    httpsProxy: proxyAddress('HTTPS_PROXY', env),
    noProxy: read('NO_PROXY', env),
  };
  return settings.httpProxy === '' && settings.httpsProxy === '' ? undefined : settings;
}

/** Kinds of proxies that undici can use. */
const proxyProtocols = ['http:', 'https:', 'socks5:', 'socks:'];

function proxyAddress(variable: string, env: Context['env']): string {
  const value = read(variable, env);
  if (value === '') return '';
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = parseUrl(address);
  // The value is not shown: it may hold a password.
  const refused = (problem: string) =>
    usageError(`${setName(variable, env)} ${problem}`, 'write it as http://host:port');
  const isPlain = url?.hostname && /^\/?$/.test(url.pathname) && url.search === '' && url.hash === '';
  if (!isPlain || /["'`\s]/.test(value)) throw refused('is not the address of a proxy');
  if (!proxyProtocols.includes(url.protocol))
    throw refused(`names an unsupported kind of proxy, ${url.protocol}//`);
  if (percentDecoded(url.username) === undefined || percentDecoded(url.password) === undefined)
    throw refused('has a user or password with a % that is not an escape; write % as %25');
  return address;
}

function read(variable: string, env: Context['env']): string {
  return (env[setName(variable, env)] ?? '').trim();
}

/** Returns the spelling of a variable that is set; a lower-case one comes first. */
function setName(variable: string, env: Context['env']): string {
  const lower = variable.toLowerCase();
  return env[lower] === undefined ? variable : lower;
}
