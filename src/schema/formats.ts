import { formatSizes } from './limits.ts';

/**
 * Forms of texts as regular expressions, for generated validators and for the sandbox. Each is ASCII, needs no flags and
 * matches a whole text. A 1.5 server checks e-mail addresses, URLs and IP addresses with PHP's `filter_var`, which was
 * compared: it takes everything that passes here, and what it takes beyond that is said with each pattern.
 */

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

/** PHP also takes local parts in quotes, and domains that are addresses in brackets. */
export const emailPattern =
  `^(?=.{1,254}$)(?=[^@]{1,64}@)${atom}(?:\\.${atom})*` +
  '@(?!.*[^.]{64})(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\\.)+[A-Za-z][A-Za-z0-9]*(?:-+[A-Za-z0-9]+)*$';

const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = `${byte}(?:\\.${byte}){3}`;
const group = '[0-9A-Fa-f]{1,4}';
const groups = `(?:${group}(?::${group})*)?`;
/** Written out; shortened, with at most seven groups; shortened, with at most five groups and an IPv4 address. */
const ipv6 =
  `(?:(?:${group}:){6}(?:${group}:${group}|${ipv4})` +
  `|(?!(?::*[0-9A-Fa-f]+(?![0-9A-Fa-f])){8})${groups}::${groups}` +
  `|(?!(?::*${group}:){6})${groups}::(?:${group}:)*${ipv4})`;

export const ipPattern = `^(?:${ipv4}|${ipv6})$`;

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const host = `(?:(?![^/?#:]{254})${label}(?:\\.${label})*\\.?|\\[${ipv6}\\])`;
const user = "(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%\\d[0-9A-Fa-f])*@)?";
const port = '(?::(?:6553[0-5]|655[0-2]\\d|65[0-4]\\d\\d|6[0-4]\\d{3}|[1-5]\\d{4}|\\d{0,4}))?';

/**
 * Only URLs of the schemes http and https need the name of a host. PHP also takes schemes that begin with a digit, and
 * addresses other than those of mail and files that have no host.
 */
export const urlPattern =
  `^(?:(?:[Hh][Tt][Tt][Pp][Ss]?://${user}${host}` +
  `|(?![Hh][Tt][Tt][Pp][Ss]?:)[A-Za-z][A-Za-z0-9+.-]*://${user}[!"$-.0-9;->A-~]+)${port}(?:[/?#][!-~]*)?` +
  '|[Ff][Ii][Ll][Ee]:///[!-~]*|[Mm][Aa][Ii][Ll][Tt][Oo]:[A-Za-z_][!-~]*)$';

const day =
  '(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))' +
  '|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?';
const zone = '(?:[Zz]|[+-](?:[01]\\d|2[0-3]):?[0-5]\\d)?';

/**
 * A day of the calendar, with or without a time and a zone, in ISO form; without a zone the server reads it as UTC. PHP
 * also takes other notations, and words such as `tomorrow`.
 */
export const datetimePattern = `^${day}(?:[Tt ]${time}${zone})?$`;

const id = '[A-Za-z0-9][A-Za-z0-9._-]{0,35}';

export const idPattern = `^${id}$`;

const status = '(?:/(?:un)?verified)?';
const role =
  `any|guests|users${status}|user:${id}${status}|team:${id}(?:/[A-Za-z0-9_.-]{1,36})?|member:${id}` +
  '|label:[A-Za-z0-9]{1,36}';

/** Permissions of a document: it can't be created by permission of its own. */
export const documentPermissionPattern = `^(?:read|update|delete|write)\\("(?:${role})"\\)$`;

/** Patterns of the values of text attributes that have a format: e-mail addresses have their limit of length already. */
export const formatPatterns = {
  email: emailPattern,
  url: atMost(formatSizes.url, urlPattern),
  ip: atMost(formatSizes.ip, ipPattern),
} as const;

/** Adds a limit of length to a pattern. */
function atMost(maxCharacters: number, pattern: string): string {
  return pattern.replace('^', `^(?=.{1,${maxCharacters}}$)`);
}
