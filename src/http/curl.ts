import { requestUrl } from './encode.ts';
import { connectionHeaders, credentialHeader, credentialValue, credentialVariable } from './headers.ts';
import { createMask } from './redact/mask.ts';
import type { ApiRequest, Body, Connection } from './types.ts';

/**
 * A request as a curl command that runs in any POSIX shell. The credential is named as a variable, so the command can
 * be shown; secret parameters are replaced by `***`.
 * @param connection only the kind of its credential is used
 */
export function toCurl(request: ApiRequest, connection: Connection, options = { insecure: false }): string {
  const mask = createMask(request.secrets);
  const { credential } = connection;
  const method = request.method === 'GET' ? '' : `-X ${request.method} `;
  // Secrets are in queries and bodies; what is as short as a secret may be stands in an address by chance.
  const [address, ...query] = requestUrl(connection.endpoint, request).split('?');
  const url = [createMask([])(address!), ...query.map(mask)].join('?');
  const lines = [`curl ${method}${quote(url)}`];
  if (options.insecure) lines.push('--insecure');
  const headers = connectionHeaders({ ...connection, credential: undefined });
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

/** A path as curl's -F reads it: in double quotes where it holds what would end it. */
function formPath(path: string): string {
  return /[;,"\\\s]/.test(path) ? quoted(path) : path;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** A word in POSIX single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
