import { isJson } from '../../lib/json/format.ts';
import { once } from '../../lib/once.ts';
import { credentialHeader } from '../headers.ts';
import type { Connection, Secret } from '../types.ts';
import { decode } from './decode.ts';
import { type Range, secretFinder } from './find-secret.ts';

/** Makes text safe to show. */
export type Mask = (text: string) => string;

const masked = '***';

const secretHeaders = [
  'x-appwrite-key',
  'x-appwrite-jwt',
  'x-appwrite-session',
  'x-fallback-cookies',
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
];
/**
 * Members of bodies and parameters of URLs that are secret in every request and response. A body has headers if it is
 * that of an execution.
 */
const secretMembers = [
  'password',
  'oldPassword',
  'passwordSignerKey',
  'secret',
  'jwt',
  'otp',
  'apiKey',
  'apiSecret',
  'authKey',
  'authToken',
  'serviceAccountJSON',
  'recoveryCodes',
  'providerAccessToken',
  'providerRefreshToken',
  'smtpPassword',
  'httpPass',
  'signatureKey',
  'adminSecret',
  'serviceAccount',
  ...secretHeaders,
];
const anySecretMember = secretMembers.join('|');

/**
 * Also finds the value of a variable of a function or project, a member that is known only by its neighbour. The length
 * of that is bounded, so that a long text can't exhaust the stack of the expression.
 */
const jsonMember = once(
  () =>
    new RegExp(
      String.raw`"(${anySecretMember})"\s*:\s*|"key"\s*:\s*"(?:[^"\\]|\\.){0,2000}"\s*,\s*"value"\s*:\s*`,
      'gis',
    ),
);
const addressParameter = once(() => new RegExp(String.raw`([?&](?:${anySecretMember})=)[^&#\s"']+`, 'gi'));
const userInfo = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/)[^/@\s"']+@/gi;

/**
 * Creates the function that masks secrets: the given ones (see find-secret.ts), members that are secret by their name,
 * and credentials in URLs.
 * @param secrets those of the connection and of the request
 */
export function createMask(secrets: readonly Secret[]): Mask {
  // Made on first use: most requests are neither traced nor refused.
  let finders: readonly ReturnType<typeof secretFinder>[] | undefined;
  return (text) => {
    finders ??= secrets.filter(({ value }) => value !== '').map((secret) => secretFinder(secret, knownNames));
    const decoded = finders.length === 0 ? undefined : decode(text);
    const found = decoded ? finders.flatMap((find) => find(text, decoded)) : [];
    const shown = withoutRanges(text, found);
    return maskMembers(shown.replace(userInfo, `$1${masked}@`).replace(addressParameter(), `$1${masked}`));
  };
}

function withoutRanges(text: string, ranges: Range[]): string {
  let shown = '';
  let done = 0;
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start)) {
    if (start >= done) shown += text.slice(done, start) + masked;
    done = Math.max(done, end);
  }
  return shown + text.slice(done);
}

const knownNames: ReadonlySet<string> = new Set(secretMembers.map((name) => name.toLowerCase()));
const secretName = once(() => new RegExp(`^(?:${anySecretMember})$`, 'i'));

/** True if members and parameters with this name are secret. */
export function isSecretName(name: string): boolean {
  return secretName().test(name);
}

/** Returns the secrets of a connection. */
export function connectionSecrets({ credential }: Connection): readonly Secret[] {
  return credential === undefined
    ? []
    : [{ name: credentialHeader[credential.kind], value: credential.secret }];
}

/** Masks the value of a header: all of it if the header carries a credential. */
export function maskHeader(name: string, value: string, mask: Mask): string {
  return secretHeaders.includes(name.toLowerCase()) ? masked : mask(value);
}

function maskMembers(text: string): string {
  let shown = '';
  let done = 0;
  for (const { start, end } of secretValues(text)) {
    const value = text.slice(start, end);
    const isEmpty = /^(""|null|true|false|\[\s*\]|\{\s*\})?$/.test(value);
    shown += text.slice(done, start) + (isEmpty ? value : `"${masked}"`);
    done = end;
  }
  return shown + text.slice(done);
}

/**
 * Returns the members of a JSON text that are secret by their name.
 * @param json complete, valid JSON
 */
export function secretsIn(json: string): Secret[] {
  return [...secretValues(json)].flatMap(({ name, start, end }) =>
    textsIn(JSON.parse(json.slice(start, end))).map((value) => ({ name, value })),
  );
}

/**
 * Returns the members of a text that are secret by their name, if they have texts: other values are found by their name only.
 * @param text JSON that may be cut off
 */
export function secretsInPart(text: string): Secret[] {
  return [...secretValues(text)].flatMap(({ name, start, end }) => {
    const json = text.slice(start, end);
    return /^"(?:[^"\\]|\\.)*"$/s.test(json) && isJson(json) ? [{ name, value: JSON.parse(json) }] : [];
  });
}

function textsIn(value: unknown): string[] {
  if (value === null || typeof value === 'boolean') return [];
  return typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [String(value)];
}

/** Scans the text instead of parsing it: a trace shows cut bodies too, and numbers with the server's own digits. */
function* secretValues(text: string): Generator<Range & { readonly name: string }> {
  const member = new RegExp(jsonMember());
  for (let match = member.exec(text); match !== null; match = member.exec(text)) {
    const start = match.index + match[0].length;
    const end = valueEnd(text, start);
    yield { name: match[1] ?? 'value', start, end };
    member.lastIndex = end;
  }
}

/** Returns the end, exclusive, of the JSON value that begins at `start`, or the end of a text that was cut in it. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      at = stringEnd(text, at);
      if (depth === 0) return at + 1;
    } else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && /[,\s]/.test(character!)) return at;
  }
  return text.length;
}

/** Returns the position of the quote that closes the string opened at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
