import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonError } from '../../../src/lib/json/error.ts';
import { type JsonNode, memberNamed, parseListsLazily, parseTree } from '../../../src/lib/json/tree.ts';

/** A tree as plain values: kinds and positions. */
function shapeOf(node: JsonNode): unknown {
  const { kind, start, end } = node;
  const at = { kind, start, end };
  if (node.kind === 'array') return { ...at, items: node.items.map(shapeOf) };
  if (node.kind !== 'object') return at;
  return {
    ...at,
    members: node.members.map(({ value, ...member }) => ({ ...member, value: shapeOf(value) })),
  };
}

const texts = fc
  .tuple(fc.json(), fc.dictionary(fc.string(), fc.array(fc.jsonValue())), fc.constantFrom(0, 2))
  .map(([json, lists, indent]) => [json, JSON.stringify(lists, null, indent)]);

describe('parseListsLazily', () => {
  it('has the same nodes at the same positions as the whole tree', () => {
    fc.assert(
      fc.property(texts, (all) => {
        for (const text of all) expect(shapeOf(parseListsLazily(text))).toEqual(shapeOf(parseTree(text)));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the members of the object that was read last, which lead back to it', () => {
    const tree = parseListsLazily('{"a": [{"b": {"c": 1}}, {"b": 2}], "d": {"e": [{"f": 1}]}}');
    const list = memberNamed(tree, 'a');
    const [entry, next] = list?.kind === 'array' ? list.items : [];
    const one = memberNamed(entry, 'b')!;
    expect(memberNamed(entry, 'b')).toBe(one);
    expect(memberNamed(next, 'b')).toMatchObject({ kind: 'number', parent: next });
    expect(memberNamed(entry, 'b')).not.toBe(one);
    expect(memberNamed(entry, 'b')).toEqual(one);
    expect(one).toMatchObject({ start: 13, end: 21 });
    expect([one.parent, one.parent?.parent, memberNamed(one, 'c')?.parent]).toEqual([entry, list, one]);
    const inner = memberNamed(memberNamed(tree, 'd'), 'e');
    expect(inner?.kind === 'array' && memberNamed(inner.items[0], 'f')).toBe(
      inner?.kind === 'array' && memberNamed(inner.items[0], 'f'),
    );
  });

  it.each(['{"a": [{"b": }]}', '{"a": [{"b": 1]}', '[{"a": 1}, {"a" 1}]'])('refuses %s at once', (text) => {
    expect(() => parseListsLazily(text)).toThrow(JsonError);
  });
});
