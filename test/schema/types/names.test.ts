import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/model.ts';
import type { Spelling } from '../../../src/schema/types/emitter.ts';
import { nameCollections } from '../../../src/schema/types/names.ts';
import {
  arbitrarySchema,
  choice,
  collection,
  oddSchema,
  relation,
  schemaOf,
  text,
} from '../../kit/schemas.ts';

const spelling: Spelling = {
  letters: 'unicode',
  reservedTypes: new Set(['String', 'Class']),
  derivedTypes: ['{}Create', '{}Update'],
  members: 'camel',
  reservedMembers: new Set(['class', 'in']),
};
const ascii: Spelling = { ...spelling, letters: 'ascii' };

const typeNames = (schema: Schema, { source = 'auto', rules = spelling }: Options = {}) =>
  nameCollections(schema, rules, source).map(({ typeName }) => typeName);

interface Options {
  readonly source?: 'auto' | 'id' | 'name';
  readonly rules?: Spelling;
}

const inMain = (...ids: readonly string[]) => schemaOf({ main: ids.map((id) => collection(id, [])) });

describe('names of types', () => {
  it.each<[string, string, string, Options, string]>([
    ['a readable ID', 'blog-posts', 'Posts', {}, 'BlogPosts'],
    ['an ID that a server made up', '6601f0a2c3d4e5f60718', 'Posts', {}, 'Posts'],
    [
      'an ID that a server made up, with --names id',
      '6601f0a2c3d4e',
      'x',
      { source: 'id' },
      'Collection_6601f0a2c3d4e',
    ],
    ['--names name', 'posts', 'Blog posts', { source: 'name' }, 'BlogPosts'],
    ['--names name without letters', 'posts', '😀', { source: 'name' }, 'Posts'],
    ['an ID that begins with a digit', '1st', '1st', {}, 'Collection_1st'],
    ['a reserved word', 'string', '', {}, 'StringDocument'],
    ['letters of another script', '6601f0a2c3d4e5f60718', 'Товары магазина', {}, 'ТоварыМагазина'],
    [
      'letters of another script in ASCII',
      '6601f0a2c3d4e',
      'Товары',
      { rules: ascii },
      'Collection_6601f0a2c3d4e',
    ],
    ['capital letters', 'HTMLPages', '', {}, 'HTMLPages'],
    ['a letter whose capital has a mark', 'x', 'ǰx', { source: 'name' }, 'ǰx'],
    ['a letter of another form', 'x', 'ﬁｎ', { source: 'name' }, 'Fin'],
    ['letters that compilers may not know yet', 'x', 'a\ua7cbb\u{10400}c', { source: 'name' }, 'ABC'],
    [
      'a script without capital letters, if names begin with one',
      '6601f0a2c3d4e',
      'منتجات',
      { rules: { ...spelling, initial: /^\p{Lu}/u } },
      'Collection_6601f0a2c3d4e',
    ],
  ])('comes from %s', (_, id, name, options, expected) => {
    expect(typeNames(schemaOf({ main: [collection(id, [], { name })] }), options)).toEqual([expected]);
  });

  it('story 1: gets the database in front if two databases have collections of one name', () => {
    const schema = schemaOf({
      main: [collection('posts', []), collection('tags', [])],
      old: [collection('posts', [])],
    });
    expect(typeNames(schema)).toEqual(['MainPosts', 'Tags', 'OldPosts']);
  });

  it('falls back to the ID if a database has two collections of one name', () => {
    const schema = schemaOf({
      main: ['6601f0a2c3d4e', '6601f0a2c3d4f'].map((id) => collection(id, [], { name: 'Posts' })),
    });
    expect(typeNames(schema)).toEqual(['Collection_6601f0a2c3d4e', 'Collection_6601f0a2c3d4f']);
  });

  it('differs from those that another collection gives rise to', () => {
    expect(typeNames(inMain('post', 'post_create', 'postUpdate'))).toEqual([
      'Post',
      'PostCreateDocument',
      'PostUpdateDocument',
    ]);
  });

  it('refuses collections if their names can only be the same', () => {
    expect(() => typeNames(inMain('a.b', 'a-b'))).toThrow(
      'the collections main/a.b and main/a-b would both be called MainAB',
    );
  });

  it('may be the same in a language that does not use them', () => {
    expect(typeNames(inMain('a.b', 'a-b'), { rules: { ...spelling, types: 'unused' } })).toHaveLength(2);
  });

  it('makes names unique without regard for case, for any schema', () => {
    fc.assert(
      fc.property(fc.oneof(arbitrarySchema(), fc.constant(oddSchema)), (schema) => {
        for (const rules of [spelling, ascii]) {
          const named = nameCollections(schema, rules, 'auto');
          const types = named.flatMap(({ typeName, fields }) => [
            typeName,
            `${typeName}Create`,
            `${typeName}Update`,
            ...fields.flatMap(({ enumName }) => enumName ?? []),
          ]);
          expect(new Set(types.map((name) => name.toLowerCase())).size).toBe(types.length);
          for (const name of types) expect(name).toMatch(/^[\p{L}_][\p{L}\p{Nd}_]*$/u);
          for (const { fields } of named) {
            const members = fields.map(({ memberName }) => memberName);
            expect(new Set(members).size).toBe(members.length);
            for (const name of members) expect(name).toMatch(/^[\p{L}_][\p{L}\p{Nd}_]*$/u);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('names of members', () => {
  it.each<[Spelling['members'], readonly string[]]>([
    ['camel', ['shipTo', 'shipTo2', 'class_', 'field1st', 'field', 'ключ']],
    ['snake', ['ship_to2', 'ship_to', 'class_', 'field_1st', 'field', 'ключ']],
    ['pascal', ['ShipTo', 'ShipTo2', 'Class', 'Field1st', 'Field', 'Ключ']],
    ['verbatim', ['ship-to', 'ship_to', 'class', '1st', '_', 'ключ']],
  ])('follows the style %s', (members, expected) => {
    const keys = ['ship-to', 'ship_to', 'class', '1st', '_', 'ключ'];
    const schema = schemaOf({
      main: [
        collection(
          'posts',
          keys.map((key) => text(key)),
        ),
      ],
    });
    const [posts] = nameCollections(schema, { ...spelling, members }, 'auto');
    expect(posts!.fields.map(({ memberName }) => memberName)).toEqual(expected);
  });
});

it('names the types of enums after the collection and the key', () => {
  const schema = schemaOf({
    main: [
      collection('posts', [choice('status', ['a']), choice('sta_tus', ['a']), choice('create', ['a'])]),
      collection('posts_status', []),
    ],
  });
  const named = nameCollections(schema, spelling, 'auto');
  expect(named[0]!.fields.map(({ enumName }) => enumName)).toEqual([
    'PostsStatus2',
    'PostsStaTus3',
    'PostsCreate2',
  ]);
});

it('finds the related collection in the same database only', () => {
  const schema = schemaOf({
    main: [collection('posts', [relation('author', 'authors'), relation('lost', 'tags')])],
    old: [collection('tags', [])],
  });
  const [{ fields } = { fields: [] }] = nameCollections(schema, spelling, 'auto');
  expect(fields.map(({ related }) => related?.typeName)).toEqual([undefined, undefined]);
});
