import { describe, expect, it } from 'vitest';
import { withBlock, withoutBlock } from '../../../src/commands/completion/rc-file.ts';

const block = '# >>> appwrite-cli completion >>>\nload it\n# <<< appwrite-cli completion <<<';

describe('withBlock', () => {
  it.each([
    ['an empty file', '', `${block}\n`],
    ['a file', 'alias a=b\n', `alias a=b\n\n${block}\n`],
    ['a file without a final line break', 'alias a=b', `alias a=b\n\n${block}\n`],
    [
      'a file with an older block in the middle',
      `before\n${block.replace('load it', 'load\nthe old')}\nafter\n`,
      `before\n${block}\nafter\n`,
    ],
    ['a file with the same block', `before\n${block}\nafter\n`, `before\n${block}\nafter\n`],
  ])('puts the lines into %s', (_, before, after) => {
    expect(withBlock(before, ['load it'])).toBe(after);
  });
});

describe('withoutBlock', () => {
  it.each([
    ['', ''],
    ['alias a=b\n', 'alias a=b\n'],
    [`alias a=b\n\n${block}\n`, 'alias a=b\n'],
    [`before\n${block}\nafter\n`, 'before\nafter\n'],
    [`before\r\n\r\n${block}\r\nafter\r\n`, 'before\r\nafter\r\n'],
    [`before\n${block.slice(0, -5)}`, `before\n${block.slice(0, -5)}`],
  ])('takes the lines out of %j', (before, after) => {
    expect(withoutBlock(before)).toBe(after);
  });
});
