import { usageError } from '../../errors.ts';
import { isLoopback } from '../../lib/net/loopback.ts';
import type { ClientIo } from '../types.ts';

/** The proxies of the environment, as undici takes them; empty strings where none is set. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/**
 * Which proxies stand between this machine and the endpoint. The lower-case variables come first, as in curl.
 * @returns undefined where the endpoint is reached directly: no proxy is set, or it is on this machine
 * @throws CliError (usage) for a proxy that is no address
 */
export function proxySettings(endpoint: string, env: ClientIo['env']): ProxySettings | undefined {
  if (isLoopback(new URL(endpoint).hostname)) return undefined;
  const settings = {
    httpProxy: proxyAddress('HTTP_PROXY', env),
    httpsProxy: proxyAddress('HTTPS_PROXY', env),
    noProxy: read('NO_PROXY', env),
  };
  return settings.httpProxy === '' && settings.httpsProxy === '' ? undefined : settings;
}

function proxyAddress(variable: string, env: ClientIo['env']): string {
  const value = read(variable, env);
  if (value === '') return '';
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(address))
    throw usageError(`${variable} is not the address of a proxy`, 'write it as http://host:port');
  return address;
}

function read(variable: string, env: ClientIo['env']): string {
  return (env[variable.toLowerCase()] ?? env[variable] ?? '').trim();
}
