import { describe, expect, it } from 'vitest';
import { JsonEditor } from '../../../src/lib/json/edit.ts';
import { type JsonArrayNode, type JsonObjectNode, memberNamed } from '../../../src/lib/json/tree.ts';

describe('one member', () => {
  it.each([
    ['in an empty object', '{}', 'a', undefined, '{\n  "a": 1\n}'],
    ['in an object of white space', '{ }\n', 'a', undefined, '{\n  "a": 1\n}\n'],
    ['before all others', '{"b":2}', 'a', undefined, '{"a": 1,"b":2}'],
    ['with the file’s own indentation', '{\n\t"b": 2\n}', 'a', undefined, '{\n\t"a": 1,\n\t"b": 2\n}'],
    [
      'after another',
      '{\n  "x": {"y": [1]},\n  "b": 2\n}',
      'a',
      'x',
      '{\n  "x": {"y": [1]},\n  "a": 1,\n  "b": 2\n}',
    ],
    ['after the last', '{ "x": 0 }', 'a', 'x', '{ "x": 0, "a": 1 }'],
    ['that had another value', '{"a" : {"b": 2} , "c": 3}', 'a', undefined, '{"a" : 1 , "c": 3}'],
    ['that occurs twice, at its last place', '{"a": 0, "a": 2}', 'a', undefined, '{"a": 0, "a": 1}'],
    ['and no nested one of the same name', '{"x": {"a": 2}}', 'a', 'x', '{"x": {"a": 2},"a": 1}'],
    ['whose name has escapes', '{"\\u0061": 2}', 'a', undefined, '{"\\u0061": 1}'],
    [
      'beside numbers that a double can’t hold',
      '{"n": 9007199254740993, "a": 0}',
      'a',
      undefined,
      '{"n": 9007199254740993, "a": 1}',
    ],
    ['beside 1.0 and 1e2', '{"n": [1.0, 1e2], "a": 0}', 'a', undefined, '{"n": [1.0, 1e2], "a": 1}'],
    [
      'between CRLF line ends',
      '{\r\n\t"x": 0,\r\n\t"b": 2\r\n}\r\n',
      'a',
      'x',
      '{\r\n\t"x": 0,\r\n\t"a": 1,\r\n\t"b": 2\r\n}\r\n',
    ],
    ['in a file of one line', '{"x":{"y":[1,2]},"b" : 2}', 'a', 'x', '{"x":{"y":[1,2]},"a": 1,"b" : 2}'],
    ['beside a duplicate key', '{"u": 1, "u": 2, "a": 0}', 'a', undefined, '{"u": 1, "u": 2, "a": 1}'],
    ['after a duplicate key', '{"x": 1, "b": 2, "x": 3}', 'a', 'x', '{"x": 1, "b": 2, "x": 3,"a": 1}'],
  ])('is set %s', (_, text, name, after, expected) => {
    const editor = new JsonEditor(text);
    editor.set(editor.root as JsonObjectNode, name, '1', after === undefined ? 'first' : { after });
    expect(editor.result()).toBe(expected);
  });
});

/** Applies changes to a text whose outermost value is an object. */
function edited(text: string, change: (editor: JsonEditor, root: JsonObjectNode) => void): string {
  const editor = new JsonEditor(text);
  change(editor, editor.root as JsonObjectNode);
  return editor.result();
}
const listIn = (root: JsonObjectNode, name: string) => memberNamed(root, name) as JsonArrayNode;

describe('several changes', () => {
  it('leaves a text without changes as it is', () => {
    const text = '\uFEFF{ "a" : [ 1 , {"b":2.0} ] ,\r\n "a":3}\n';
    expect(edited(text, () => {})).toBe(text);
  });

  it.each([
    ['the first', 0, '{"l": [ 2 ,3 ]}'],
    ['one in the middle', 1, '{"l": [1 ,3 ]}'],
    ['the last', 2, '{"l": [1 , 2 ]}'],
  ])('removes %s item of a list', (_, at, expected) => {
    const text = '{"l": [1 , 2 ,3 ]}';
    const result = edited(text, (editor, root) => {
      const list = listIn(root, 'l');
      editor.removeItem(list, list.items[at]!);
    });
    expect(result).toBe(expected);
  });

  it('removes all items, and all members of a name', () => {
    const text = '{"l": [\n 1, 2\n], "x": 1, "x": 2}';
    const result = edited(text, (editor, root) => {
      const list = listIn(root, 'l');
      for (const item of list.items) editor.removeItem(list, item);
      editor.remove(root, 'x');
    });
    expect(result).toBe('{"l": []}');
  });

  it('appends to a list in its layout, also after its last item is gone, and changes within items', () => {
    const text = '{\r\n\t"l": [\r\n\t\t{\r\n\t\t\t"k": 1\r\n\t\t},\r\n\t\t2\r\n\t]\r\n}';
    const result = edited(text, (editor, root) => {
      const list = listIn(root, 'l');
      editor.replace(memberNamed(list.items[0], 'k')!, '9007199254740993');
      editor.removeItem(list, list.items[1]!);
      editor.append(list, '{"a":[],"b":["x","y"],"c":{}}');
      editor.append(list, '3');
    });
    expect(result).toBe(
      [
        '{',
        '\t"l": [',
        '\t\t{',
        '\t\t\t"k": 9007199254740993',
        '\t\t},',
        '\t\t{',
        '\t\t\t"a": [],',
        '\t\t\t"b": [',
        '\t\t\t\t"x",',
        '\t\t\t\t"y"',
        '\t\t\t],',
        '\t\t\t"c": {}',
        '\t\t},',
        '\t\t3',
        '\t]',
        '}',
      ].join('\r\n'),
    );
  });

  it('keeps lists of texts on one line if the file does', () => {
    const text = '{\n  "first": ["a", "b"],\n  "entries": []\n}\n';
    const result = edited(text, (editor, root) => {
      editor.replace(listIn(root, 'first'), '["c","d"]');
      editor.append(listIn(root, 'entries'), '{"e":["x","y"],"n":[1]}');
    });
    expect(result).toBe(
      '{\n  "first": ["c", "d"],\n  "entries": [\n    {\n      "e": ["x", "y"],\n      "n": [\n        1\n      ]\n    }\n  ]\n}\n',
    );
  });

  it('stays on one line in a file of one line', () => {
    const result = edited('{"l":[{"a":1}]}', (editor, root) => {
      editor.append(listIn(root, 'l'), '{"a":[1,2]}');
      editor.set(root, 'm', '{"x":1}');
    });
    expect(result).toBe('{"l":[{"a":1},{"a": [1, 2]}],"m": {"x": 1}}');
  });
});
