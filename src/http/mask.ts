import type { Connection } from './types.ts';

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
const userInfo = /([a-z][a-z0-9+.-]*:\/\/)[^/@\s"']+@/gi;

/**
 * The one function that hides secrets. It finds the given values in whatever spelling they travel (plain,
 * percent-encoded, JSON-escaped, base64), the members that are secret by their name, and credentials in addresses.
 * @param values the secrets at hand: the credential's, the request's
 */
export function createMask(values: readonly string[]): Mask {
  const known = valuePattern(values);
  return (text) => {
    const shown = known === undefined ? text : text.replace(known, masked);
    return maskMembers(shown.replace(userInfo, `$1${masked}@`).replace(addressParameter, `$1${masked}`));
  };
}

/** The secrets that a connection itself holds. */
export function connectionSecrets({ credential }: Connection): readonly string[] {
  return credential === undefined ? [] : [credential.secret];
}

/** A header's value as it may be shown. */
export function maskHeader(name: string, value: string, mask: Mask): string {
  return secretHeaders.has(name.toLowerCase()) ? masked : mask(value);
}

function valuePattern(values: readonly string[]): RegExp | undefined {
  const spellings = new Set(values.filter((value) => value !== '').flatMap(spellingsOf));
  if (spellings.size === 0) return undefined;
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(pattern).join('|'), 'gi');
}

function spellingsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(/[^\x00-\x7f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  const percent = encodeURIComponent(Buffer.from(value).toString());
  const base64 = Buffer.from(value).toString('base64');
  return [
    value,
    json,
    json.replaceAll('/', '\\/'),
    ascii,
    ascii.replaceAll('/', '\\/'),
    percent,
    percent.replaceAll('%20', '+'),
    base64,
  ];
}

/** A very short secret is only found where it stands alone; else hiding it everywhere would spell it out. */
function pattern(spelling: string): string {
  const exact = spelling.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return spelling.length >= 4 ? exact : `(?<![A-Za-z0-9])${exact}(?![A-Za-z0-9])`;
}

/** Works on the text, not on parsed JSON: a trace must show half a body as it came, and numbers as they stand. */
function maskMembers(text: string): string {
  let shown = '';
  let done = 0;
  jsonMember.lastIndex = 0;
  for (let match = jsonMember.exec(text); match !== null; match = jsonMember.exec(text)) {
    const start = match.index + match[0].length;
    const end = valueEnd(text, start);
    const value = text.slice(start, end);
    shown +=
      text.slice(done, start) +
      (/^(""|null|true|false|\[\s*\]|\{\s*\})?$/.test(value) ? value : `"${masked}"`);
    done = end;
    jsonMember.lastIndex = end;
  }
  return shown + text.slice(done);
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
