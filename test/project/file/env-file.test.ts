import fc from 'fast-check';
import { expect, it } from 'vitest';
import { envFileLine, parseEnvFile } from '../../../src/project/file/env-file.ts';

it.each([
  ['A=1', { A: '1' }],
  ['export A = 1 \r\nB=2', { A: '1', B: '2' }],
  ['A=a b # comment\nB=a#b\nC=#c', { A: 'a b', B: 'a#b', C: '' }],
  ['A="a # \\"b\\"\\n"', { A: 'a # "b"\n' }],
  ["A='a \\n # b'", { A: 'a \\n # b' }],
  ['A="first\nB=second"\nC=3', { A: 'first\nB=second', C: '3' }],
  ['A="open\nB=2', { A: '"open', B: '2' }],
  ['# A=1\n\nno value\n2A=1\nA.b-c=', { 'A.b-c': '' }],
])('reads %j', (text, expected) => {
  expect(Object.fromEntries(parseEnvFile(text))).toEqual(expected);
});

it('reads what it writes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), (values) => {
      const lines = values.map((value, at) => envFileLine(`V${at}`, value));
      expect([...parseEnvFile(lines.join('\n')).values()]).toEqual(values);
    }),
  );
});
