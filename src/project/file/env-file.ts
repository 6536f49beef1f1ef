/** Files of variables: a line each, as in `.env`. */

const line =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*(?:'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|([^\r\n]*?))[ \t]*(?:#[^\r\n]*)?$/gm;

/**
 * Parses variables. In double quotes, `\n`, `\r`, `\t`, `\"` and `\\` are escapes, and a value may have several lines;
 * single quotes keep everything; without quotes, ` #` begins a comment.
 */
export function parseEnvFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [, name, single, double, plain] of text.matchAll(line)) {
    const value = single ?? (double === undefined ? withoutComment(plain ?? '') : unescaped(double));
    variables.set(name!, value);
  }
  return variables;
}

const withoutComment = (text: string) => text.replace(/(^|[ \t]+)#.*$/, '').trimEnd();

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
