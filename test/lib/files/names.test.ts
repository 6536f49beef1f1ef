import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUtf8Name, nameOfBytes, pathBytes, shownName } from '../../../src/lib/files/names.ts';

const names: [bytes: Buffer, name: string, shown: string][] = [
  [Buffer.from('café 写.txt'), 'café 写.txt', 'café 写.txt'],
  [Buffer.from('a\ufffdb'), 'a\ufffdb', 'a\ufffdb'],
  [Buffer.from('caf\xe9.txt', 'latin1'), 'caf\udce9.txt', 'caf\\xe9.txt'],
  [Buffer.from('\xc3\xa9\xc3', 'latin1'), 'é\udcc3', 'é\\xc3'],
  [Buffer.from('\xed\xa0\x80', 'latin1'), '\udced\udca0\udc80', '\\xed\\xa0\\x80'],
];

describe('a name', () => {
  it.each(names)('keeps the bytes of %o', (bytes, name, shown) => {
    expect(nameOfBytes(bytes)).toBe(name);
    expect(shownName(name)).toBe(shown);
    expect(Buffer.from(pathBytes(name))).toEqual(bytes);
    expect(isUtf8Name(name)).toBe(shown === name);
  });

  it('keeps any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        expect(Buffer.from(pathBytes(nameOfBytes(Buffer.from(bytes))))).toEqual(Buffer.from(bytes));
      }),
    );
  });
});
