import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonEditor } from '../../../src/lib/json/edit.ts';
import type { JsonNode } from '../../../src/lib/json/tree.ts';

const key = fc.string({ minLength: 1, maxLength: 3 }).filter((text) => text !== '__proto__');
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 1, 'x', '', 'a,b'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));

interface Change {
  readonly drop: number;
  readonly put: string | undefined;
  readonly replacesFirst: boolean;
}

/** One change at each container: drops a part, sets or appends another, or replaces the first. */
const change: fc.Arbitrary<Change> = fc.record({
  drop: fc.nat(4),
  put: fc.option(fc.constantFrom('1', '{"a":[1,"b"]}', '[]', '"text"'), { nil: undefined }),
  replacesFirst: fc.boolean(),
});

/** Applies the change to the text, and to the value, in all containers but replaced ones. */
function apply(editor: JsonEditor, node: JsonNode, { drop, put, replacesFirst }: Change): unknown {
  const source = () => JSON.parse(editor.text.slice(node.start, node.end));
  if (node.kind !== 'array' && node.kind !== 'object') return source();
  const parts = node.kind === 'array' ? node.items : node.members.map(({ value }) => value);
  const values = parts.map((part, at) => {
    if (at !== 0 || !replacesFirst || drop === 0)
      return at === drop ? undefined : apply(editor, part, { drop, put, replacesFirst });
    editor.replace(part, '{"new":1}');
    return { new: 1 };
  });
  if (node.kind === 'array') {
    if (parts[drop]) editor.removeItem(node, parts[drop]);
    if (put !== undefined) editor.append(node, put);
    return [...values.filter((_, at) => at !== drop), ...(put === undefined ? [] : [JSON.parse(put)])];
  }
  const entries = node.members.map(({ name }, at) => [name, values[at]] as const);
  if (node.members[drop]) editor.remove(node, node.members[drop].name);
  const kept = Object.fromEntries(entries.filter((_, at) => at !== drop));
  if (put === undefined) return kept;
  editor.set(node, 'added member', put);
  return { ...kept, 'added member': JSON.parse(put) };
}

it('gives the same value as the same changes of the value', () => {
  fc.assert(
    fc.property(anyValue, fc.constantFrom(undefined, 1, 2, '\t'), change, (value, indent, changes) => {
      const editor = new JsonEditor(JSON.stringify(value, null, indent));
      const expected = apply(editor, editor.root, changes);
      expect(JSON.parse(editor.result())).toEqual(expected);
    }),
  );
});
