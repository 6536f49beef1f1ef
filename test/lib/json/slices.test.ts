import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildJson, type JsonBuilder } from '../../../src/lib/json/build.ts';
import { JsonError } from '../../../src/lib/json/error.ts';
import { editMembers, items, kindOf, members, plainText, readList } from '../../../src/lib/json/slices.ts';

describe('members', () => {
  it('preserves order, unusual keys and the text of values', () => {
    const text = '{ "10": 1.0, "2": [1, 2], "__proto__": {"a": 1e400}, "\\u0061": "x", "e": {} }';
    expect([...members(text)]).toEqual([
      ['10', '1.0'],
      ['2', '[1, 2]'],
      ['__proto__', '{"a": 1e400}'],
      ['a', '"x"'],
      ['e', '{}'],
    ]);
  });

  it('takes the last of two members with the same name', () => {
    expect([...members('{"a":1,"b":2,"a":3}')]).toEqual([
      ['a', '3'],
      ['b', '2'],
    ]);
  });
});

describe('items', () => {
  it('yields the texts of the items of an array', () => {
    expect([...items(' [ 1 , [2,[3]] ,{"a":[]}, "]" ] ')]).toEqual(['1', '[2,[3]]', '{"a":[]}', '"]"']);
    expect([...items('[]')]).toEqual([]);
  });
});

describe('members and items', () => {
  it('have the values of any JSON, however it is laid out', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const layout = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), fc.array(value), layout, (object, array, space) => {
        const found = [...members(JSON.stringify(object, undefined, space))];
        expect(found.map(([name, text]) => [name, JSON.parse(text)])).toEqual(
          Object.entries(JSON.parse(JSON.stringify(object))),
        );
        const texts = items(JSON.stringify(array, undefined, space));
        expect(texts.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(array)));
      }),
    );
  });

  it.each([
    ['a string that ends in backslashes', '{"a":"\\\\","b":"\\\\\\"","c":1}', ['"\\\\"', '"\\\\\\""', '1']],
    ['brackets in strings', '{"a":"}]","b":["]",{"x":"{"}]}', ['"}]"', '["]",{"x":"{"}]']],
  ])('find the ends of %s', (_, text, values) => {
    expect([...members(text).values()]).toEqual(values);
  });

  it.each(['{"a":"', '{"a":[1', '{"a" 1}', '{"a":1 "b":2}', '{"a":}', '{"a":1,'])('end with %s', (text) => {
    expect(() => members(text)).toThrow(JsonError);
  });

  it('are none of another value', () => {
    expect([...members('[1]')]).toEqual([]);
    expect(items('{"a":1}')).toEqual([]);
  });
});

describe('readList', () => {
  it('finds the items and the total, in any order', () => {
    const text = ' { "x": {"total":1}, "total" : 7.0 , "rows": [ 1 , {"a":2} ] } ';
    expect(readList(text, 'rows')).toEqual({ items: ['1', '{"a":2}'], total: '7.0' });
  });

  it.each(['{"rows":{}}', '[]', 'null', '{}'])('finds no items in %s', (text) => {
    expect(readList(text, 'rows')).toEqual({ items: undefined, total: undefined });
  });
});

describe('editMembers', () => {
  const edit = { leftOut: ['$id', 'b'], change: (json: string) => (json === '[1]' ? 'null' : json) };

  it.each([
    ['{"a":1.0,"$id":"x","c":"\\/"}', '{"a":1.0,"c":"\\/"}'],
    ['{"$id":1,"b":2}', '{}'],
    ['{"b":1,"a":[1],"c":[2],"d":{"b":1},"$id":3}', '{"a":null,"c":[2],"d":{"b":1}}'],
    ['{"a": 1, "c": 2}', '{"a": 1, "c": 2}'],
    ['{}', '{}'],
  ])('makes of %s %s', (text, edited) => {
    expect(editMembers(text, edit)).toBe(edited);
  });
});

describe('plainText', () => {
  it.each([
    ['"a\\nb\\u00e9"', 'a\nbé'],
    [' "x" ', 'x'],
    ['1.0', '1.0'],
    ['{ "a" : [ 1 ] }', '{"a":[1]}'],
    ['true', 'true'],
  ])('returns for %j the text %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe('kindOf', () => {
  it.each([
    ['\n{}', 'object'],
    ['[]', 'array'],
    ['""', 'string'],
    ['-1', 'number'],
    ['false', 'boolean'],
    ['null', 'null'],
  ])('returns for %j the kind %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });
});

describe('buildJson', () => {
  it('builds 1000 levels', () => {
    type Nested = Nested[];
    const lists: JsonBuilder<Nested> = {
      object: () => [],
      array: () => [],
      add: (container, _, inner) => container.push(inner),
      scalar: () => [],
    };
    let depth = 0;
    let at: Nested | undefined = buildJson(`${'['.repeat(1000)}${']'.repeat(1000)}`, lists);
    for (; at; at = at[0]) depth++;
    expect(depth).toBe(1000);
  });

  it('passes on keys, the source text of scalars, and that of complete containers', () => {
    const closed: string[] = [];
    const value = buildJson<unknown>('{"a": [1.0, "x"], "b": null}', {
      object: () => new Map(),
      array: () => [],
      add(container, key, item) {
        if (key === undefined) (container as unknown[]).push(item);
        else (container as Map<string, unknown>).set(key, item);
      },
      scalar: (_, text) => text,
      close: (_, text) => closed.push(text),
    });
    expect(value).toEqual(
      new Map<string, unknown>([
        ['a', ['1.0', '"x"']],
        ['b', 'null'],
      ]),
    );
    expect(closed).toEqual(['[1.0, "x"]', '{"a": [1.0, "x"], "b": null}']);
  });
});
