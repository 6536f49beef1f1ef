import { describe, expect, it } from 'vitest';
import { Rules } from '../../../src/functions/pack/rules.ts';

describe('Rules', () => {
  it.each([
    ['.git/', true],
    ['.gitignore', false],
    ['node_modules/', true],
    ['sub/node_modules/', true],
    ['my_node_modules', false],
    ['.env', true],
    ['.env.local', true],
    ['.envrc', true],
    ['sub/.ENV.production', true],
    ['env.js', false],
    ['src/main.js', false],
  ])('excludes by default: %s %s', (path, expected) => {
    expect(new Rules([]).excludes(path)).toBe(expected);
  });

  it.each([
    ['what a .gitignore names', 'dist\n', 'dist/', true],
    ['only folders, where it ends with a slash', 'dist/\n', 'dist', false],
    [
      'with lines of Windows, comments and a mark of its encoding',
      '\ufeff# all\r\n*.log\r\n\r\n',
      'a.log',
      true,
    ],
    ['but what it takes back', '*.log\n!keep.log\n', 'keep.log', false],
    ['in upper and lower case', '*.log\n', 'A.LOG', false],
    ['though it takes secrets back', '!.env\n', '.env', true],
  ])('reads .gitignore: %s', (_, gitignore, path, expected) => {
    expect(new Rules([]).within('', gitignore).excludes(path)).toBe(expected);
  });

  const outer = new Rules([]).within('', 'build\n*.log\n/top.txt\n');
  it.each([
    ['takes back a folder that one above it names', '!build\n', 'sub/build/', false],
    ['takes back all in such a folder', '!build\n', 'sub/build/b.txt', false],
    ['leaves the rules for what is in it', '!build\n', 'sub/build/x.log', true],
    ['means names at any depth below it', 'tmp\n', 'sub/a/b/tmp', true],
    ['means nothing beside it', 'tmp\n', 'other/tmp', false],
    ['means a path from itself on', 'a/tmp\n', 'sub/a/tmp', true],
    ['means that path nowhere else', 'a/tmp\n', 'sub/b/a/tmp', false],
    ['means a name with a slash before it in itself only', '/tmp\n', 'sub/x/tmp', false],
    ['may escape what would mean something', '\\!odd\n', 'sub/!odd', true],
  ])('applies a .gitignore in a folder: it %s', (_, gitignore, path, expected) => {
    expect(outer.within('sub', gitignore).excludes(path)).toBe(expected);
  });

  it('takes the name of a folder literally', () => {
    const rules = new Rules([]).within('a[b]*', 'x\n');
    expect(rules.excludes('a[b]*/x')).toBe(true);
    expect(rules.excludes('ab/x')).toBe(false);
  });

  it.each([
    ['leaves out more', ['*.md'], 'README.md', true],
    ['takes back what is always left out', ['!node_modules'], 'node_modules/x/index.js', false],
    ['takes back a secret', ['!.env.example'], '.env.example', false],
    ['and only that', ['!.env.example'], '.env', true],
    ['takes back what a .gitignore names', ['!build'], 'build/main.js', false],
  ])('applies patterns of the user, who %s', (_, own, path, expected) => {
    expect(new Rules(own).within('', 'build\n').excludes(path)).toBe(expected);
  });
});
