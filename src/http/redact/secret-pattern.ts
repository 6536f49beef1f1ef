/**
 * The source of a regular expression that finds a text however it is spelled: as it stands, escaped as JSON within JSON
 * any number of times, percent-encoded any number of times, in HTML, in base64. To be used without regard to case.
 */
export function secretPattern(text: string): string {
  const base64 = [...Buffer.from(text).toString('base64')].map(literal).join('');
  const spelled = `${spelling(text)}|${base64}`;
  // A very short text is only found where it stands alone; else hiding it everywhere would spell it out.
  return text.length >= 4 ? spelled : `(?<![A-Za-z0-9])(?:${spelled})(?![A-Za-z0-9])`;
}

/** How deep a text that is looked for may be nested in JSON: each level doubles the backslashes. */
const maxBackslashes = 64;

/** The characters, each behind at least as many backslashes as in the text: JSON adds more. */
function spelling(text: string): string {
  let source = '';
  let backslashes = 0;
  for (const character of text) {
    if (character === '\\') {
      backslashes++;
      continue;
    }
    const grows = backslashes > 0 || (source !== '' && !isPlain(character));
    source += (grows ? run(backslashes) : '') + form(character);
    backslashes = 0;
  }
  return backslashes === 0 ? source : source + run(backslashes);
}

/** A bounded number of backslashes, so that a text full of them costs no time. */
function run(least: number): string {
  return `(?:\\\\|%(?:25)*5c){${least},${Math.max(least, maxBackslashes)}}`;
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

/** One character that is no backslash, in every form that it may take. What JSON writes behind a backslash is without. */
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
