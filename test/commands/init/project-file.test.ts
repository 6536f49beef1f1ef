import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  planProjectFile,
  projectFilePath,
  writeProjectFile,
} from '../../../src/commands/init/project-file.ts';

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

  it('edits appwrite.config.json if the folder has one', () => {
    const path = join(cwd, 'appwrite.config.json');
    writeFileSync(path, '{"projectId": "old"}');
    expect(planProjectFile({ cwd, uid: undefined }, values)).toMatchObject({
      path,
      text: '{"projectId": "shop","projectName": "Shop"}',
    });
    rmSync(path);
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
