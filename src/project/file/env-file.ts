/** Files of variables: a line each, as in `.env`. */

const head = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

export interface EnvFile {
  /** Values by name; of one that is set more than once, the last. */
  readonly variables: ReadonlyMap<string, string>;
  /** Numbers of the lines, from 1, that set nothing and are neither empty nor a comment. */
  readonly unreadable: readonly number[];
  /** Names that are set more than once. */
  readonly repeated: readonly string[];
}

/**
 * Reads variables. In double quotes, `\n`, `\r` and `\t` are escapes, a backslash keeps any other character, and a value
 * may have several lines, as in single quotes, which keep everything; without quotes, ` #` begins a comment.
 */
export function readEnvFile(given: string): EnvFile {
  const text = given.replace(/^\uFEFF/, '');
  const variables = new Map<string, string>();
  const unreadable: number[] = [];
  const repeated = new Set<string>();
  for (let at = 0; at < text.length; ) {
    const lineEnd = endOfLine(text, at);
    const line = text.slice(at, lineEnd);
    const [start, name] = head.exec(line) ?? [];
    if (start === undefined) {
      if (!/^\s*(#|$)/.test(line)) unreadable.push(text.slice(0, at).split('\n').length);
    } else {
      const valueAt = at + start.length;
      const quote = text[valueAt];
      const end = quote === '"' || quote === "'" ? closingQuote(text, valueAt) : -1;
      if (variables.has(name!)) repeated.add(name!);
      if (end === -1) variables.set(name!, withoutComment(text.slice(valueAt, lineEnd)));
      else {
        const quoted = text.slice(valueAt + 1, end);
        variables.set(name!, quote === '"' ? unescaped(quoted) : quoted);
        at = end;
      }
    }
    at = endOfLine(text, at) + 1;
  }
  return { variables, unreadable, repeated: [...repeated] };
}

/** Returns the variables of {@link readEnvFile}; lines that set nothing are skipped. */
export const parseEnvFile = (text: string): ReadonlyMap<string, string> => readEnvFile(text).variables;

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** @returns -1 if there is none */
function closingQuote(text: string, start: number): number {
  const quote = text[start]!;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) return at;
    if (text[at] === '\\' && quote === '"') at++;
  }
  return -1;
}

function withoutComment(text: string): string {
  for (let at = text.indexOf('#'); at !== -1; at = text.indexOf('#', at + 1))
    if (at === 0 || text[at - 1] === ' ' || text[at - 1] === '\t') return text.slice(0, at).trimEnd();
  return text.trimEnd();
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const unescaped = (text: string) =>
  text.replace(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character);

/** Returns the line that {@link parseEnvFile} reads as this variable. */
export function envFileLine(name: string, value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return `${name}=${value}`;
  const escaped = value.replace(/[\\"\n\r\t]/g, (character) => lineEscapes[character] ?? `\\${character}`);
  return `${name}="${escaped}"`;
}

const lineEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
