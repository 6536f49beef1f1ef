import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  planProjectFile,
  projectFilePath,
  withMember,
  writeProjectFile,
} from '../../../src/commands/init/project-file.ts';

describe('withMember', () => {
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
  ])('sets a member %s', (_, text, name, after, expected) => {
    expect(withMember(text, name, '1', after)).toBe(expected);
  });
});

describe('planProjectFile', () => {
  const values = { projectId: 'shop', projectName: 'Shop', endpoint: undefined };
  let cwd: string;

  beforeAll(() => {
    cwd = mkdtempSync(`${tmpdir()}/project-file-`);
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const plan = (text: string) => {
    writeFileSync(projectFilePath(cwd), text);
    return planProjectFile({ cwd, uid: undefined }, values);
  };

  it('keeps a byte order mark, line ends, numbers, unknown members and the missing last line end', () => {
    const before = '\uFEFF{\r\n\t"other": [9007199254740993, 1.0],\r\n\t"projectId": "old"\r\n}';
    expect(plan(before).text).toBe(
      '\uFEFF{\r\n\t"other": [9007199254740993, 1.0],\r\n\t"projectId": "shop",\r\n\t"projectName": "Shop"\r\n}',
    );
  });

  it('replaces the value that readers of a duplicate key use', () => {
    const { text, replaced } = plan('{"projectId": "shop", "projectName": "Shop", "projectId": "old"}');
    expect(text).toBe('{"projectId": "shop", "projectName": "Shop", "projectId": "shop"}');
    expect(replaced).toEqual([{ name: 'projectId', before: '"old"' }]);
  });

  it('plans nothing for a file that has the values', () => {
    expect(plan('\uFEFF{"projectName": "Shop", "projectId": "shop"}').text).toBeUndefined();
  });

  it.each([
    ['comments', '{\n  // the shop\n  "projectId": "old"\n}'],
    ['a trailing comma', '{"projectId": "old",}'],
  ])('refuses a file with %s', (_, text) => {
    expect(() => plan(text)).toThrow('is not valid JSON');
  });

  it('plans the file of a folder that has none', async () => {
    rmSync(projectFilePath(cwd));
    const file = planProjectFile({ cwd, uid: undefined }, values);
    expect(file).toMatchObject({ isNew: true, replaced: [] });
    await writeProjectFile(file);
    expect(planProjectFile({ cwd, uid: undefined }, values).text).toBeUndefined();
  });
});
