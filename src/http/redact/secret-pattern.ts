/**
 * Returns the source of a regular expression that finds a text in any encoding: plain, as JSON within JSON or
 * percent-encoded any number of times, in HTML, in base64. It is for the flag `i`.
 */
export function secretPattern(text: string): string {
  const base64 = [...Buffer.from(text).toString('base64')].map(literal).join('');
  const spelled = `${spelling(text)}|${base64}`;
  // A short text matches only as a word: masking each occurrence of a letter would reveal it.
  return text.length >= 4 ? spelled : `(?<![A-Za-z0-9])(?:${spelled})(?![A-Za-z0-9])`;
}

/** Limits the depth of JSON within JSON; each level doubles the backslashes. */
const maxBackslashes = 64;

/** Encodes the characters, each preceded by at least as many backslashes as in the text, since JSON adds more. */
function spelling(text: string): string {
  let source = '';
  let backslashes = 0;
  for (const character of text) {
    if (character === '\\') {
      backslashes++;
      continue;
    }
    const grows = backslashes > 0 || (source !== '' && !isPlain(character));
    source += (grows ? backslashRun(backslashes) : '') + form(character);
    backslashes = 0;
  }
  return backslashes === 0 ? source : source + backslashRun(backslashes);
}

/** Returns a bounded repetition, so that a text full of backslashes can't cause quadratic backtracking. */
function backslashRun(min: number): string {
  return `(?:\\\\|%(?:25)*5c){${min},${Math.max(min, maxBackslashes)}}`;
}

const isPlain = (character: string) => /^[\w-]$/.test(character);

const inJson: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };
const inHtml: Readonly<Record<string, string>> = {
  '"': 'quot',
  "'": 'apos',
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
};

/** Returns all encodings of a character other than a backslash. JSON escapes are listed without their backslash. */
function form(character: string): string {
  if (isPlain(character)) return literal(character);
  const units = character.split('').map((unit) => `u${hex(unit.charCodeAt(0), 4)}`);
  const bytes = [...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`);
  const code = character.codePointAt(0)!;
  const entities = [`#0*${code}`, `#x0*${code.toString(16)}`, inHtml[character]].filter(Boolean);
  const forms = [
    literal(character),
    units.join('\\\\*'),
    bytes.join(''),
    `&(?:amp;)*(?:${entities.join('|')});`,
    ...(inJson[character] ?? []),
    ...(character === ' ' ? ['\\+'] : []),
  ];
  return `(?:${forms.join('|')})`;
}

const literal = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
