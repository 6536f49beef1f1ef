import { isUtf8Name, shownName } from '../lib/files/names.ts';
import { posixQuote } from '../lib/text/shell-quote.ts';
import { requestUrl } from './encode.ts';
import { connectionHeaders, credentialHeader, credentialValue, credentialVariable } from './headers.ts';
import { createMask } from './redact/mask.ts';
import type { ApiRequest, Body, Connection } from './types.ts';

/**
 * Formats a request as a curl command for a POSIX shell. A variable stands in for the credential, and secret parameters
 * are replaced by `***`, so that the command can be shown.
 * @param connection its credential is used for its kind only
 */
export function toCurl(request: ApiRequest, connection: Connection, options = { insecure: false }): string {
  const mask = createMask(request.secrets);
  const { credential } = connection;
  const method = request.method === 'GET' ? '' : `-X ${request.method} `;
  // The path holds no secrets, but IDs: masking a short secret there would damage them.
  const [address, ...query] = requestUrl(connection.endpoint, request).split('?');
  const url = [createMask([])(address!), ...query.map(mask)].join('?');
  const lines = [`curl ${method}${quote(url)}`];
  if (options.insecure) lines.push('--insecure');
  const headers = connectionHeaders({ ...connection, credential: undefined }, request);
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quote(`${name}: ${value}`)}`);
  if (credential !== undefined) {
    const variable = `$${credentialVariable[credential.kind]}`;
    lines.push(`-H "${credentialHeader[credential.kind]}: ${credentialValue(credential.kind, variable)}"`);
    if (credential.kind === 'console' && connection.project !== 'console')
      lines.push(`-H ${quote('X-Appwrite-Mode: admin')}`);
  }
  for (const [name, value] of Object.entries(request.headers ?? {}))
    lines.push(`-H ${quote(`${name}: ${mask(value)}`)}`);
  if (request.body !== undefined) lines.push(...bodyLines(request.body, mask));
  return lines.join(' \\\n  ');
}

function bodyLines(body: Body, mask: (text: string) => string): string[] {
  if (body.kind === 'json')
    return [`-H ${quote('content-type: application/json')}`, `--data-raw ${quote(mask(body.text))}`];
  const fields = body.fields.map(([name, value]) => `--form-string ${quote(`${name}=${mask(value)}`)}`);
  const { field, filename, path } = body.file;
  return [...fields, `-F ${quote(`${field}=@${formPath(path ?? '-')};filename=${quoted(filename)}`)}`];
}

/** Quotes a path for curl's -F if it contains characters that would end it. */
function formPath(path: string): string {
  return /[;,"\\\s]/.test(path) ? quoted(path) : path;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** Quotes a word for a POSIX shell. Bytes of a path that are not UTF-8 are escaped, as POSIX has it since 2024. */
function quote(text: string): string {
  if (isUtf8Name(text)) return posixQuote(text);
  return `$'${shownName(text.replace(/[\\']/g, '\\$&'))}'`;
}
