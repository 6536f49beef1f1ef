import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJson, compactJson, indentJson } from '../../../src/lib/json/format.ts';
import { JsonReader } from '../../../src/lib/json/reader.ts';
import { anyText } from '../../kit/arbitraries.ts';

function tokens(text: string): string[] {
  const reader = new JsonReader(text);
  const found: string[] = [];
  while (reader.next() !== 'end') found.push(reader.separator + text.slice(reader.start, reader.end));
  return found;
}

const indent = (text: string) => [...indentJson(text)].join('');

/** Generates JSON text with unusual numbers, duplicate keys, escapes, and white space anywhere. */
const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
const numberText = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,25})?([eE][+-]?\d{1,4})?$/);
const stringText = fc.oneof(
  anyText().map((value) => JSON.stringify(value)),
  fc.constantFrom('"\\/"', '"\\u0041\\ud83d"', '"__proto__"', '"10"', '"2"', '""'),
);
const { value: jsonText } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false', 'null'),
    numberText,
    stringText,
    fc
      .array(fc.tuple(space, tie('value'), space))
      .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
    fc
      .array(fc.tuple(space, stringText, space, fc.constant(':'), space, tie('value'), space))
      .map((pairs) => `{${pairs.map((pair) => pair.join('')).join(',')}}`),
  ),
}));

describe('compactJson and indentJson', () => {
  it('keep every token of any JSON', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const expected = tokens(text);
        expect(tokens(compactJson(text))).toEqual(expected);
        expect(tokens(indent(text))).toEqual(expected);
        expect(compactJson(indent(text))).toBe(compactJson(text));
        expect(JSON.parse(compactJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('write the same as JSON.stringify', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(compactJson(JSON.stringify(value, null, 1))).toBe(JSON.stringify(value));
        expect(indent(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('accept the same texts as JSON.parse', () => {
    const damaged = fc.tuple(jsonText, fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, insert]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + 1);
    });
    fc.assert(
      fc.property(damaged, (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if (valid) checkJson(text);
        else expect(() => checkJson(text)).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('return a compact text unchanged', () => {
    const text = '{"a":[1,{"b":"\\/"}],"c":9007199254740993}';
    expect(compactJson(text)).toBe(text);
  });

  it('decorate tokens, not the space between them', () => {
    const styled = [...indentJson('{"a":[1,true]}', (token, text) => `<${token}:${text}>`)].join('');
    expect(styled).toBe('<{:{>\n  <key:"a">: <[:[>\n    <number:1>,\n    <word:true>\n  <]:]>\n<}:}>');
  });
});
