import { describe, expect, it } from 'vitest';
import {
  type ArgumentSet,
  argumentFlags,
  argumentsOf,
  type FlagSet,
  type FlagValuesOf,
  flagsOf,
  parseFlagValues,
  pickFlags,
} from '../../src/core/flags.ts';
import { defineCommand, doneResult } from '../../src/core/spec.ts';

const flags = {
  quick: { flag: '--quick', arity: 'none', help: '' },
  enabled: { flag: '--enabled', arity: 'boolean', help: '' },
  newKey: { flag: '--new-key', arity: 'value', help: '' },
  scopes: { flag: '--scopes', arity: 'variadic', help: '' },
} as const satisfies FlagSet;

describe('FlagValuesOf', () => {
  it('does not compile with a misspelt key', () => {
    const read = (values: FlagValuesOf<typeof flags>) => [
      values.newKey,
      // @ts-expect-error: the key is newKey
      values.newkey,
    ];
    expect(read({ quick: false, enabled: undefined, newKey: 'ci', scopes: undefined })).toEqual([
      'ci',
      undefined,
    ]);
  });

  it('does not compile with a value of another arity', () => {
    const read = (values: FlagValuesOf<typeof flags>) => {
      const quick: boolean = values.quick;
      const enabled: boolean | undefined = values.enabled;
      const scopes: readonly string[] | undefined = values.scopes;
      // @ts-expect-error: a flag without a value is true or false
      const text: string | undefined = values.quick;
      return [quick, enabled, scopes, text];
    };
    expect(read({ quick: true, enabled: false, newKey: undefined, scopes: ['a'] })).toEqual([
      true,
      false,
      ['a'],
      true,
    ]);
  });
});

describe('defineCommand', () => {
  const argument = { name: 'bucket-id', help: 'Bucket ID', required: true, asFlag: true } as const;
  const command = defineCommand({
    name: 'upload',
    summary: 'Upload files',
    arguments: { bucketId: argument },
    flags,
    run: async (values) => {
      // @ts-expect-error: the key is bucketId
      const misspelt: unknown = values.bucketID;
      return doneResult(`${values.bucketId} ${values.newKey} ${misspelt}`);
    },
  });

  it('types the values of arguments and flags by their keys', async () => {
    const values = {
      ...parseFlagValues(command.flags, command.arguments, { bucketId: ['b'], newKey: ['k'] }),
    };
    expect(await command.run(values, undefined as never)).toEqual(doneResult('b k undefined'));
  });

  it('makes an argument that is written once a hidden flag too', () => {
    expect(command.arguments).toEqual([{ key: 'bucketId', ...argument }]);
    expect(command.flags[0]).toEqual({
      key: 'bucketId',
      flag: '--bucket-id',
      spellings: ['--bucketId'],
      arity: 'value',
      help: 'Bucket ID',
      hidden: true,
    });
    expect(command.flags.slice(1)).toEqual(flagsOf(flags));
  });

  it('adds no spelling for a key that is not the camel case of the name', () => {
    const ids = { name: 'user-ids', help: '', required: false, variadic: true, asFlag: true } as const;
    const [flag] = argumentFlags({ ids } satisfies ArgumentSet);
    expect(flag).toMatchObject({ flag: '--user-ids', spellings: [], arity: 'variadic' });
  });
});

describe('parseFlagValues', () => {
  it('parses words by arity', () => {
    const texts = { quick: ['true', 'true'], enabled: ['false'], newKey: ['ci'], scopes: ['a', 'b'] };
    expect(parseFlagValues(flagsOf(flags), [], texts)).toEqual({
      quick: true,
      enabled: false,
      newKey: 'ci',
      scopes: ['a', 'b'],
    });
  });

  const lists = flagsOf({
    ids: { flag: '--ids', arity: 'variadic', help: '', commaSeparated: true },
    texts: { flag: '--texts', arity: 'variadic', help: '' },
  });

  it.each([
    [
      ['a,b', 'c', 'd , e'],
      ['a', 'b', 'c', 'd', 'e'],
    ],
    [['a'], ['a']],
    [[], []],
  ])('separates %j at commas if no item can hold one', (words, ids) => {
    expect(parseFlagValues(lists, [], { ids: words, texts: words })).toEqual({ ids, texts: words });
    const argument = { key: 'ids', name: 'id', help: '', required: false, variadic: true };
    expect(parseFlagValues([], [{ ...argument, commaSeparated: true }], { ids: words })).toEqual({ ids });
    expect(parseFlagValues([], [argument], { ids: words })).toEqual({ ids: words });
  });

  it('refuses an empty item of an argument', () => {
    const ids = {
      key: 'ids',
      name: 'file-ids',
      help: '',
      required: false,
      variadic: true,
      commaSeparated: true,
    };
    expect(() => parseFlagValues([], [ids], { ids: ['a,'] })).toThrow(
      expect.objectContaining({
        message: '<file-ids>: "a," has an empty item in it',
        hint: 'write it as a,b',
      }),
    );
  });

  it.each([
    ['a,,b', '--ids: "a,,b" has an empty item in it'],
    ['a,', '--ids: "a," has an empty item in it'],
    [' , a', '--ids: " , a" has an empty item in it'],
    ['', '--ids has an empty item'],
  ])('refuses the empty item in %j', (word, message) => {
    expect(() => parseFlagValues(lists, [], { ids: ['x', word] })).toThrow(
      expect.objectContaining({ message, exitCode: 2 }),
    );
  });

  it('gives flags that are left out a value too, and keeps null', () => {
    expect(parseFlagValues(flagsOf(flags), [], { newKey: null })).toEqual({
      quick: false,
      enabled: undefined,
      newKey: null,
      scopes: undefined,
    });
    expect(parseFlagValues(lists, [], { ids: null })).toEqual({ ids: null, texts: undefined });
  });

  it('parses positional arguments', () => {
    const set = {
      id: { name: 'id', help: '', required: true },
      paths: { name: 'path', help: '', required: false, variadic: true },
    } as const satisfies ArgumentSet;
    const values = parseFlagValues([], argumentsOf(set), { id: ['a'], paths: ['b', 'c'] });
    expect(values).toEqual({ id: 'a', paths: ['b', 'c'] });
  });
});

describe('pickFlags', () => {
  it('returns the flags with these keys in their order', () => {
    expect(Object.keys(pickFlags(flags, 'scopes', 'quick'))).toEqual(['scopes', 'quick']);
  });
});
