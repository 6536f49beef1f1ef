/** Characters that look like ASCII and are not: editors, chat programs and web pages put them in place of what is typed. */

/** A character that is not what it looks like. */
export interface LookAlike {
  readonly character: string;
  /** Name with its article: `an em dash`. */
  readonly name: string;
  /** The ASCII text that was meant. */
  readonly instead: string;
}

const dashes: Readonly<Record<string, string>> = {
  '\u2010': 'a Unicode hyphen',
  '\u2011': 'a non-breaking hyphen',
  '\u2012': 'a figure dash',
  '\u2013': 'an en dash',
  '\u2014': 'an em dash',
  '\u2015': 'a horizontal bar',
  '\u2212': 'a minus sign',
  '\ufe58': 'a small em dash',
  '\ufe63': 'a small hyphen',
  '\uff0d': 'a full-width hyphen',
};

/** Letters of other alphabets with the shape of a Latin one. */
const cyrillic: readonly [letters: string, latin: string] = [
  'аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅ',
  'aeopcyxijshdqwABEKMHOPCTYXIJS',
];
const greek: readonly [letters: string, latin: string] = ['οναΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ovaABEZHIKMNOPTYX'];

/** Matches each of them; full-width forms are those of ASCII. */
const everyLookAlike = new RegExp(
  `[${Object.keys(dashes).join('')}\u2018-\u201f\u2032\u2033\u00ab\u00bb\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff\u00ad\uff01-\uff5e${cyrillic[0]}${greek[0]}]`,
  'gu',
);

/** A run of letters with an ASCII one among them: in other words a letter of another alphabet is no mistake. */
const mixedWord = /\p{L}*[A-Za-z]\p{L}*/gu;

/** Returns the first character of a text that is not what it looks like. */
export function findLookAlike(text: string): LookAlike | undefined {
  const letters = new Set([...text.matchAll(mixedWord)].flatMap(([word]) => [...word]));
  const character = text.match(everyLookAlike)?.find((one) => !/\p{L}/u.test(one) || letters.has(one));
  return character === undefined ? undefined : describe(character);
}

/** Returns the text as it was meant. */
export function asAscii(text: string): string {
  return text.replace(everyLookAlike, (character) => describe(character).instead);
}

/** Names a character, with its code point and what was meant: `an en dash (U+2013), not a hyphen`. */
export function explainLookAlike({ character, name, instead }: LookAlike): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  const meant: Readonly<Record<string, string>> = {
    '-': 'a hyphen',
    ' ': 'a space',
    "'": 'a straight quote',
    '"': 'a straight quote',
  };
  const contrast = instead === '' ? '' : `, not ${meant[instead] ?? `the ASCII ${instead}`}`;
  return `${name} (U+${code})${contrast}`;
}

function describe(character: string): LookAlike {
  const dash = dashes[character];
  if (dash !== undefined) return { character, name: dash, instead: '-' };
  if (/[\u2018-\u201b\u2032]/.test(character))
    return { character, name: 'a typographic quote', instead: "'" };
  if (/[\u201c-\u201f\u2033«»]/.test(character))
    return { character, name: 'a typographic quote', instead: '"' };
  if (/[\u200b-\u200d\u2060\ufeff\u00ad]/.test(character))
    return { character, name: 'an invisible character', instead: '' };
  if (/[\u00a0\u202f]/.test(character)) return { character, name: 'a no-break space', instead: ' ' };
  if (/[\u2000-\u200a\u205f\u3000]/.test(character))
    return { character, name: 'a Unicode space', instead: ' ' };
  const code = character.codePointAt(0)!;
  if (code >= 0xff01)
    return { character, name: 'a full-width character', instead: String.fromCodePoint(code - 0xfee0) };
  const [letters, latin] = cyrillic[0].includes(character) ? cyrillic : greek;
  const name = letters === cyrillic[0] ? 'a Cyrillic letter' : 'a Greek letter';
  return { character, name, instead: latin[[...letters].indexOf(character)]! };
}
