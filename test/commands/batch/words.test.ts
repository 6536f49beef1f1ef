import { describe, expect, it } from 'vitest';
import { fillIn, placeholdersIn } from '../../../src/commands/batch/placeholders.ts';
import { splitLine } from '../../../src/commands/batch/words.ts';

describe('a line', () => {
  it.each<[string, string[]]>([
    ['users list', ['users', 'list']],
    ['  users\tlist  ', ['users', 'list']],
    ['', []],
    ['   # a comment', []],
    ['users list # those of today', ['users', 'list']],
    ['a#b', ['a#b']],
    ["--name 'Ann Lee'", ['--name', 'Ann Lee']],
    [`--data title="Tea for 2" note='it'"'"'s'`, ['--data', 'title=Tea for 2', "note=it's"]],
    [String.raw`--name "a \"b\" \$c \n"`, ['--name', String.raw`a "b" $c \n`]],
    [String.raw`a\ b \' \\`, ['a b', "'", '\\']],
    ["--name ''", ['--name', '']],
    [`--data {"a":1}`, ['--data', '{a:1}']],
    [`--data '{"a":1}' --where 'price > 20'`, ['--data', '{"a":1}', '--where', 'price > 20']],
    ['--fields $id,name', ['--fields', '$id,name']],
  ])('is split by the quotes of a shell: %s', (line, words) => {
    expect(splitLine(line)).toEqual(words);
  });

  it.each([
    ['users list | head', /^\| is for a shell/],
    ['users list > file', /^> is for a shell/],
    ['users list; users list', /^; is for a shell/],
    ['a && b', /^& is for a shell/],
    ['a `date`', /^` is for a shell/],
    ['a $(date)', /^\$\( is for a shell/],
    ["a 'b", /^a ' is not closed/],
    ['a "b\\"', /^a " is not closed/],
    ['a \\', /^the line ends with a backslash/],
  ])('refuses what only a shell can do: %s', (line, message) => {
    expect(() => splitLine(line)).toThrow(message);
  });
});

describe('variables', () => {
  it('are found by name, and replaced within their words', () => {
    const words = ['--id', '{{ id }}', '--name', '{{first}} {{last}}', '{ {x} }'];
    expect([...placeholdersIn(words)]).toEqual(['id', 'first', 'last']);
    const values = new Map([
      ['id', '$& --all'],
      ['first', '{{last}}'],
      ['last', "O'Neil"],
    ]);
    expect(fillIn(words, values)).toEqual(['--id', '$& --all', '--name', "{{last}} O'Neil", '{ {x} }']);
  });

  it('need a value', () => {
    expect(() => fillIn(['{{id}}'], new Map())).toThrow('there is no value for {{id}}');
  });
});
