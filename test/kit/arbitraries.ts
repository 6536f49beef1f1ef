import fc from 'fast-check';

const codePoints = (min: number, max: number) =>
  fc.integer({ min, max }).map((code) => String.fromCodePoint(code));

/**
 * Any character but lone surrogates. The unit `binary` of fast-check would be the same, but builds a table of all
 * 1.1 million code points first.
 */
const character = fc.oneof(
  codePoints(0, 0x7f),
  codePoints(0x80, 0x24f),
  codePoints(0x250, 0xd7ff),
  codePoints(0xe000, 0x10ffff),
);

/** Clusters of several code points, or of several columns, that are read as one character. */
const cluster = fc.constantFrom(
  'e\u0301',
  '\u1112\u1161\u11ab',
  'क्षि',
  '漢',
  '🇩🇪',
  '👍🏽',
  '👩‍👩‍👧',
  '❤️',
  '1️⃣',
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
);

/** Text of any characters. */
export const anyText = (maxLength?: number) =>
  fc.string({ unit: character, ...(maxLength !== undefined && { maxLength }) });

/** Text of letters, and of clusters that a reader takes for one. */
export const graphemes = (maxLength: number) =>
  fc.string({ unit: fc.oneof(codePoints(0x20, 0x7e), cluster), maxLength });
