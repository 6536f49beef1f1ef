/** Maximum number of layers of encoding that are undone. */
const maxLayers = 6;

/** Text without its encodings. */
export interface Decoded {
  /** With ASCII letters in lower case, and a space for each `+`, which stands for one in forms. */
  readonly text: string;
  /** Returns the position in the source at which a unit of the text begins; for the end of the text, the source's end. */
  sourceAt(unit: number): number;
}

/**
 * Undoes percent-encoding, the escapes of JSON and the references of HTML, in any order and up to `maxLayers` times. It
 * takes time in proportion to the length of the source.
 */
export function decode(source: string): Decoded {
  if (!/[%&\\]/.test(source)) return { text: folded(source), sourceAt: (unit) => unit };
  let { length } = source;
  const units = new Uint16Array(length);
  const starts = new Uint32Array(length + 1);
  for (let at = 0; at < length; at++) {
    units[at] = source.charCodeAt(at);
    starts[at] = at;
  }
  for (let layer = 0, before = -1; layer < maxLayers && before !== length; layer++) {
    before = length;
    length = undoLayer(units.subarray(0, length), starts);
  }
  starts[length] = source.length;
  const text = Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
  return { text: folded(text), sourceAt: (unit) => starts[unit]! };
}

function folded(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase().replaceAll('+', ' ');
  // `toLowerCase` changes the length of some texts of other alphabets.
  return text.replace(/[A-Z+]+/g, (run) => run.toLowerCase().replaceAll('+', ' '));
}

/** Undoes one layer in place, since that makes text shorter only. Returns the new length. */
function undoLayer(units: Uint16Array, starts: Uint32Array): number {
  let length = 0;
  for (let at = 0; at < units.length; ) {
    const encoded = readEncoded(units, at);
    const start = starts[at]!;
    for (let index = 0; index < (encoded?.text.length ?? 1); index++) {
      units[length] = encoded ? encoded.text.charCodeAt(index) : units[at]!;
      starts[length++] = start;
    }
    at += encoded?.length ?? 1;
  }
  return length;
}

/** A character in an encoding, and the number of units that it takes there. */
interface Encoded {
  readonly text: string;
  readonly length: number;
}

const code = (character: string) => character.charCodeAt(0);
const percentSign = code('%');
const ampersand = code('&');
const backslash = code('\\');

function readEncoded(units: Uint16Array, at: number): Encoded | undefined {
  const first = units[at];
  if (first === percentSign) return readPercent(units, at);
  if (first === backslash) return readEscape(units, at);
  return first === ampersand ? readReference(units, at) : undefined;
}

/** Returns the number that so many hexadecimal digits spell, or NaN. */
function readHex(units: Uint16Array, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index++) {
    const unit = units[index] ?? 0;
    const digit = unit >= 0x30 && unit <= 0x39 ? unit - 0x30 : (unit | 0x20) - 0x57;
    if (digit < 0 || digit > 15 || (digit < 10 && unit > 0x39)) return Number.NaN;
    value = value * 16 + digit;
  }
  return value;
}

/** Reads a character of UTF-8, of which each byte is percent-encoded. */
function readPercent(units: Uint16Array, at: number): Encoded | undefined {
  const first = readHex(units, at + 1, 2);
  if (Number.isNaN(first)) return undefined;
  if (first < 0x80) return { text: String.fromCharCode(first), length: 3 };
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const bytes = [first];
  for (let next = at + 3; bytes.length < size && units[next] === percentSign; next += 3)
    bytes.push(readHex(units, next + 1, 2));
  const text = Buffer.from(bytes).toString('utf8');
  return text.includes('\ufffd')
    ? { text: String.fromCharCode(first), length: 3 }
    : { text, length: 3 * bytes.length };
}

const escapes: ReadonlyMap<number | undefined, string> = new Map(
  ['n\n', 'r\r', 't\t', 'b\b', 'f\f', '""', "''", '\\\\', '//'].map(([name, character]) => [
    code(name!),
    character!,
  ]),
);

function readEscape(units: Uint16Array, at: number): Encoded | undefined {
  const text = escapes.get(units[at + 1]);
  if (text !== undefined) return { text, length: 2 };
  if (units[at + 1] !== code('u')) return undefined;
  const unit = readHex(units, at + 2, 4);
  return Number.isNaN(unit) ? undefined : { text: String.fromCharCode(unit), length: 6 };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function readReference(units: Uint16Array, at: number): Encoded | undefined {
  const [reference, decimal, hex, name] =
    /^&(?:#(\d{1,8})|#x([0-9a-f]{1,7})|(amp|lt|gt|quot|apos));/i.exec(
      String.fromCharCode(...units.subarray(at, at + 12)),
    ) ?? [];
  if (reference === undefined) return undefined;
  if (name !== undefined) return { text: named[name.toLowerCase()]!, length: reference.length };
  const point = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
  return point > 0x10ffff ? undefined : { text: String.fromCodePoint(point), length: reference.length };
}
