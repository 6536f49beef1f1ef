import type { Context } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { isLoopback } from '../../lib/net/address.ts';
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
  if (isLoopback(new URL(endpoint).hostname)) return undefined;
  const settings = {
    httpProxy: proxyAddress('HTTP_PROXY', env),
    httpsProxy: proxyAddress('HTTPS_PROXY', env),
    noProxy: read('NO_PROXY', env),
  };
  return settings.httpProxy === '' && settings.httpsProxy === '' ? undefined : settings;
}

function proxyAddress(variable: string, env: Context['env']): string {
  const value = read(variable, env);
  if (value === '') return '';
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(address))
    throw usageError(`${variable} is not the address of a proxy`, 'write it as http://host:port');
  return address;
}

function read(variable: string, env: Context['env']): string {
  return (env[variable.toLowerCase()] ?? env[variable] ?? '').trim();
}
