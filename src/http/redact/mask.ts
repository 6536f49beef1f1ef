import type { Connection } from '../types.ts';
import { secretPattern } from './secret-pattern.ts';

/** Makes text safe to show. */
export type Mask = (text: string) => string;

const masked = '***';

/** Members of bodies and parameters of addresses that hold secrets by their nature, in any request and answer. */
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
].join('|');
const secretHeaders = new Set([
  'x-appwrite-key',
  'x-appwrite-jwt',
  'x-appwrite-session',
  'x-fallback-cookies',
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
]);

const jsonMember = new RegExp(String.raw`"(?:${secretMembers})"\s*:\s*`, 'gi');
const addressParameter = new RegExp(String.raw`([?&](?:${secretMembers})=)[^&#\s"']+`, 'gi');
const userInfo = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/)[^/@\s"']+@/gi;

/**
 * The one function that hides secrets. It finds the given values in whatever spelling they travel (see spelling.ts),
 * the members that are secret by their name, and credentials in addresses.
 * @param values the secrets at hand: the credential's, the request's
 */
export function createMask(values: readonly string[]): Mask {
  // Made when there is something to show: most requests are neither traced nor refused.
  let known: RegExp | undefined;
  return (text) => {
    known ??= valuePattern(values);
    const shown = text.replace(known, masked);
    return maskMembers(shown.replace(userInfo, `$1${masked}@`).replace(addressParameter, `$1${masked}`));
  };
}

const secretName = new RegExp(`^(?:${secretMembers})$`, 'i');

/** Whether a member or parameter of this name holds a secret by its nature. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** The secrets that a connection itself holds. */
export function connectionSecrets({ credential }: Connection): readonly string[] {
  return credential === undefined ? [] : [credential.secret];
}

/** A header's value as it may be shown. */
export function maskHeader(name: string, value: string, mask: Mask): string {
  return secretHeaders.has(name.toLowerCase()) ? masked : mask(value);
}

const nothing = /(?!)/g;

function valuePattern(values: readonly string[]): RegExp {
  const known = [...new Set(values)].filter((value) => value !== '').sort((a, b) => b.length - a.length);
  return known.length === 0 ? nothing : new RegExp(known.map(secretPattern).join('|'), 'gi');
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
 * What the members of a JSON text that are secret by their name say.
 * @param json whole and valid
 */
export function secretsIn(json: string): string[] {
  return [...secretValues(json)].flatMap(({ start, end }) => textsIn(JSON.parse(json.slice(start, end))));
}

function textsIn(value: unknown): string[] {
  if (value === null || typeof value === 'boolean') return [];
  return typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [String(value)];
}

/** Works on the text, not on parsed JSON: a trace must show half a body as it came, and numbers as they stand. */
function* secretValues(text: string): Generator<{ start: number; end: number }> {
  const member = new RegExp(jsonMember);
  for (let match = member.exec(text); match !== null; match = member.exec(text)) {
    const start = match.index + match[0].length;
    const end = valueEnd(text, start);
    yield { start, end };
    member.lastIndex = end;
  }
}

/** Where the JSON value that begins at `start` ends: behind it, or at the end of a text that was cut off. */
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

/** The position of the quote that closes the string opened at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
