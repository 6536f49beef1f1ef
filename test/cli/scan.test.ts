import { describe, expect, it } from 'vitest';
import { commandWords, parseFlags, tokenise } from '../../src/cli/scan.ts';
import type { Flag } from '../../src/core/flags.ts';
import { globalFlags } from '../../src/core/globals.ts';

const flags: Flag[] = [
  { key: 'name', flag: '--name', arity: 'value', help: '' },
  { key: 'databaseId', flag: '--database-id', spellings: ['--databaseId'], arity: 'value', help: '' },
  { key: 'enabled', flag: '--enabled', arity: 'boolean', help: '' },
  { key: 'permissions', flag: '--permissions', arity: 'variadic', help: '' },
  { key: 'data', flag: '--data', arity: 'keyValue', help: '' },
  { key: 'default', flag: '--default', arity: 'value', nullable: true, help: '' },
  {
    key: 'flagDefault',
    flag: '--flag-default',
    arity: 'boolean',
    refuseNo: 'say --flag-default false',
    help: '',
  },
  { key: 'nullSwitch', flag: '--null-switch', arity: 'boolean', nullable: true, help: '' },
];

const read = (...argv: string[]) => parseFlags(tokenise(argv, globalFlags), flags);

describe('parseFlags', () => {
  it.each<[string[], object, string[]]>([
    [['a', 'b'], {}, ['a', 'b']],
    [['--name', 'x', 'a'], { name: ['x'] }, ['a']],
    [['--name=x'], { name: ['x'] }, []],
    [['--name=a=b=c'], { name: ['a=b=c'] }, []],
    [['--name='], { name: [''] }, []],
    [['--name', ''], { name: [''] }, []],
    [['--name', '-5'], { name: ['-5'] }, []],
    [['--name', '--unknown'], { name: ['--unknown'] }, []],
    [['--name=--json'], { name: ['--json'] }, []],
    [['--databaseId', 'x'], { databaseId: ['x'] }, []],
    [['--enabled'], { enabled: ['true'] }, []],
    [['--enabled', 'a'], { enabled: ['true'] }, ['a']],
    [['--enabled', 'false', 'a'], { enabled: ['false'] }, ['a']],
    [['--enabled=false'], { enabled: ['false'] }, []],
    [['--no-enabled'], { enabled: ['false'] }, []],
    [['--no-default'], { default: null }, []],
    [['--no-null-switch'], { nullSwitch: null }, []],
    [['--permissions', 'a', 'b', '--name', 'c', 'd'], { permissions: ['a', 'b'], name: ['c'] }, ['d']],
    [['--permissions', 'a', '--permissions', 'b,c'], { permissions: ['a', 'b,c'] }, []],
    [
      ['--permissions', 'a', '--enabled=true', '-fjson'],
      { permissions: ['a'], enabled: ['true'], format: ['json'] },
      [],
    ],
    [['--permissions', 'a', '--', 'b'], { permissions: ['a'] }, []],
    [['--permissions', '-x', '--y'], { permissions: ['-x', '--y'] }, []],
    [['--permissions'], { permissions: [] }, []],
    [['--data', '{"a":1}', 'b=2'], { data: ['{"a":1}'] }, ['b=2']],
    [['--data', 'a=1', 'b:=2', 'c'], { data: ['a=1', 'b:=2'] }, ['c']],
    [['--data', '-'], { data: ['-'] }, []],
    [['--json', '-y', '-q'], { json: ['true'], yes: ['true'], quiet: ['true'] }, []],
    [['-yq'], { yes: ['true'], quiet: ['true'] }, []],
    [['-v', '-v'], { verbose: ['true', 'true'] }, []],
    [['-vv'], { verbose: ['true', 'true'] }, []],
    [['-fjson'], { format: ['json'] }, []],
    [['-o', '-'], { out: ['-'] }, []],
    [['--force'], { yes: ['true'] }, []],
    [['--destination', 'f'], { out: ['f'] }, []],
    [['--typo', 'x'], {}, ['--typo', 'x']],
    [['-z'], {}, ['-z']],
  ])('reads %j as %j and the words %j', (argv, input, words) => {
    const parsed = read(...argv);
    expect(parsed.input).toEqual(input);
    expect(parsed.words).toEqual(words);
  });

  it('reads no flag after --', () => {
    expect(read('a', '--', '--json', '--name')).toEqual({
      input: {},
      words: ['a'],
      rest: ['--json', '--name'],
    });
  });
});

describe('parseFlags', () => {
  it.each<[string[], RegExp, string?]>([
    [['--name'], /--name needs a value/],
    [['--name', '--json'], /--name needs a value/, 'if "--json" is the value, write --name=--json'],
    [['--name', '-y'], /--name needs a value/, 'if "-y" is the value, write --name=-y'],
    [['--name', '--no-enabled'], /--name needs a value/],
    [['--name', '--'], /--name needs a value/],
    [['--name', 'a', '--name', 'a'], /--name is given twice/],
    [['--database-id', 'a', '--databaseId', 'b'], /--databaseId is given twice/],
    [['--enabled', '--no-enabled'], /--no-enabled is given twice/],
    [['--default', 'x', '--no-default'], /--no-default is given twice/],
    [['--no-default', '--default', 'x'], /--default is given twice/],
    [['--data', 'a=1', '--data', 'b=2'], /--data is given twice/],
    [['--enabled=maybe'], /--enabled takes true or false, not "maybe"/],
    [['--json=true'], /--json takes no value/],
    [['--no-enabled=true'], /--no-enabled takes no value/],
    [['--no-flag-default'], /two things/, 'say --flag-default false'],
    [['--permissions', 'a', '--permisions', 'b'], /unknown flag --permisions/],
  ])('refuses %j with %s', (argv, message, hint) => {
    expect(() => read(...argv)).toThrow(message);
    if (hint) expect(() => read(...argv)).toThrow(expect.objectContaining({ hint }));
  });
});

describe('commandWords', () => {
  it.each<[string, string[], number[]]>([
    ['databases list', ['databases', 'list'], [0, 1]],
    ['databases list-documents a b', ['databases', 'list-documents'], [0, 1]],
    ['-qf json databases list', ['databases', 'list'], [2, 3]],
    ['-vqfjson databases -y list', ['databases', 'list'], [1, 3]],
    ['--format=json -o x databases --unknown list', ['databases', 'list'], [3, 5]],
    ['--format json databases', ['databases'], [2]],
    ['databases -- list', ['databases'], [0]],
    ['-f', [], []],
    ['', [], []],
  ])('finds in %j the words %j', (text, words, places) => {
    const line = tokenise(text.split(' ').filter(Boolean), globalFlags);
    const found = commandWords(line);
    expect(found.map(({ text }) => text)).toEqual(words);
    expect(found.map((token) => line.tokens.indexOf(token))).toEqual(places);
  });
});
