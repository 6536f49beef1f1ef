import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonError } from '../../../src/lib/json/error.ts';
import { decodeString } from '../../../src/lib/json/slices.ts';
import { type JsonContainer, type JsonNode, memberNamed, parseTree } from '../../../src/lib/json/tree.ts';

/** Reads a tree as JSON.parse reads the text, and holds the nodes against their positions on the way. */
function readNode(text: string, node: JsonNode, parent: JsonContainer | undefined): unknown {
  expect(node.parent).toBe(parent);
  const own = text.slice(node.start, node.end);
  if (node.kind === 'array') return node.items.map((item) => readNode(text, item, node));
  if (node.kind !== 'object') return JSON.parse(own);
  return Object.fromEntries(
    node.members.map(({ name, start, nameEnd, value }) => {
      expect(decodeString(text.slice(start, nameEnd))).toBe(name);
      expect(text.slice(nameEnd, value.start)).toMatch(/^\s*:\s*$/);
      return [name, readNode(text, value, node)];
    }),
  );
}

describe('parseTree', () => {
  it('has the values of the text at their positions', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(0, 2, '\t'),
        fc.constantFrom('', ' \n'),
        (value, indent, space) => {
          const text = space + JSON.stringify(value, null, indent) + space;
          expect(readNode(text, parseTree(text), undefined)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('keeps its nodes, and every member of several with the same name', () => {
    const text = '{"a": [{"b": 1, "\\u0062": 2}]}';
    const list = memberNamed(parseTree(text), 'a')!;
    const [object] = list.kind === 'array' ? list.items : [];
    expect(memberNamed(object, 'b')).toBe(memberNamed(object, 'b'));
    expect(memberNamed(object, 'b')).toMatchObject({ kind: 'number', start: 26, end: 27, parent: object });
    expect(object?.kind === 'object' && object.members.map(({ name, start }) => [name, start])).toEqual([
      ['b', 8],
      ['b', 16],
    ]);
  });

  it.each(['{"a": [{"b": }]}', '{"a": [{"b": 1]}', '[{"a": 1}, {"a" 1}]', ''])(
    'refuses %s at once',
    (text) => {
      expect(() => parseTree(text)).toThrow(JsonError);
    },
  );
});
