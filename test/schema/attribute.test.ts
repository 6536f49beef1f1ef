import { describe, expect, it } from 'vitest';
import { isRelationship, readAttribute } from '../../src/schema/attribute.ts';

describe('readAttribute', () => {
  it('reads what the server sends of plain text', () => {
    const json =
      '{"key":"title","type":"string","status":"available","error":"","required":true,"array":false,"size":128,"default":null}';
    expect(readAttribute(json)).toEqual({
      key: 'title',
      type: 'string',
      status: 'available',
      required: true,
      array: false,
      format: '',
      size: 128,
    });
  });

  it('reads the elements of an enum', () => {
    const json =
      '{"key":"size","type":"string","status":"available","array":true,"elements":["S","\\u00c4"],"format":"enum"}';
    expect(readAttribute(json)).toMatchObject({ array: true, format: 'enum', elements: ['S', 'Ä'] });
  });

  it.each([
    ['-9223372036854775808', -(2n ** 63n)],
    ['9007199254740993', 9007199254740993n],
    ['10', 10],
    ['-0.5', -0.5],
    ['1.0e+25', 1e25],
  ])('reads the bound %s without losing digits', (text, bound) => {
    const json = `{"key":"n","type":"integer","status":"available","min":${text},"max":${text}}`;
    expect(readAttribute(json)).toMatchObject({ min: bound, max: bound });
  });

  it.each(['{}', '{"size":null,"elements":null,"min":null,"max":null}'])(
    'leaves undefined what %s lacks',
    (json) => {
      expect(readAttribute(json)).toEqual({
        key: '',
        type: '',
        status: '',
        required: false,
        array: false,
        format: '',
      });
    },
  );
});

describe('isRelationship', () => {
  it.each([
    ['relationship', true],
    ['string', false],
  ])('decides by the type: %s is %j', (type, expected) => {
    expect(isRelationship(readAttribute(JSON.stringify({ key: 'k', type })))).toBe(expected);
  });
});
