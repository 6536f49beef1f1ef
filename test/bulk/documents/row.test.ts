import { describe, expect, it } from 'vitest';
import { cellToJson } from '../../../src/bulk/documents/row.ts';
import type { Attribute } from '../../../src/schema/attribute.ts';

const attribute = (type: Attribute['type']): Attribute => ({
  key: 'a',
  type,
  status: 'available',
  required: false,
  array: false,
  format: '',
});

describe('cellToJson', () => {
  it.each([
    ['5', '5', '5'],
    ['-5', '-5', '-5'],
    ['+5', '5', '5'],
    [' 6 ', '6', '6'],
    ['5.0', '5', '5.0'],
    ['-5.00', '-5', '-5.00'],
    ['5.', '5', '5'],
    ['9007199254740993.0', '9007199254740993', '9007199254740993.0'],
    ['.5', '0.5', '0.5'],
    ['-.5', '-0.5', '-0.5'],
    ['+.5e-3', '0.5e-3', '0.5e-3'],
    ['5.5', '5.5', '5.5'],
  ])('takes the number %j, which loses nothing', (cell, whole, double) => {
    expect(cellToJson(attribute('integer'), 'a', cell)).toBe(whole);
    expect(cellToJson(attribute('double'), 'a', cell)).toBe(double);
  });

  it.each(['', '+', '.', '-.', '+-5', '++5', '5,0', '1 000', '0x1f', '007', '1_000', 'five', '5.0.0', 'NaN'])(
    'makes text, which is refused later, of %j',
    (cell) => {
      for (const type of ['integer', 'double'] as const)
        expect(cellToJson(attribute(type), 'a', cell)).toBe(JSON.stringify(cell));
    },
  );

  it.each([
    ['TRUE', 'true'],
    [' false ', 'false'],
    ['yes', '"yes"'],
  ])('reads the boolean %j as %s', (cell, json) => {
    expect(cellToJson(attribute('boolean'), 'a', cell)).toBe(json);
  });

  it('keeps the spaces of text', () => {
    expect(cellToJson(attribute('string'), 'a', ' 6 ')).toBe('" 6 "');
  });
});
