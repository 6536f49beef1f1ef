import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../../src/schema/diagram/diagram.ts';
import { drawMermaid } from '../../../src/schema/diagram/mermaid.ts';
import type { Schema } from '../../../src/schema/model.ts';
import {
  arbitrarySchema,
  collection,
  everyField,
  oddSchema,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';
import { blog, erp, shop } from './schemas.ts';

const mermaidOf = (schema: Schema) => drawMermaid(diagramOf(schema));

/*
 * Mermaid's own parser needs a browser and 70 MB. These lines are a part of its grammar of version 11 that all of its
 * versions since 10 read, as its lexer has them; Mermaid 11.17 was seen to take 300 arbitrary schemas.
 */
const name = '"[^"%\\\\\\n\\r<>`~;]*(?:#\\d+;[^"%\\\\\\n\\r<>`~;]*)*"';
const word = '[A-Za-z_\\u00c0-\\uffff][\\w\\-\\[\\]()\\u00c0-\\uffff]*';
const grammar: readonly RegExp[] = [
  /^erDiagram$/,
  new RegExp(`^  ${name}(?: \\{)?$`, 'u'),
  new RegExp(
    `^    (?!(?:[PFU]K)\\b)${word} (?!(?:[PFU]K)\\b)${word}(?: UK| FK| UK, FK)?(?: ${name})?$`,
    'iu',
  ),
  /^ {4}%% (?!\{)[^\n]*$/,
  /^ {2}\}$/,
  new RegExp(`^  ${name} (?:\\|o|\\}o)(?:--|\\.\\.)(?:o\\||o\\{) ${name} : ${name}$`, 'u'),
];

const notMermaid = (source: string) =>
  source
    .trimEnd()
    .split('\n')
    .filter((line) => !grammar.some((rule) => rule.test(line)) || /direction\s+(?:tb|bt|lr|rl)/i.test(line));

describe('a diagram for Mermaid', () => {
  it('has attributes, keys and kinds of relationships', () => {
    expect(mermaidOf(blog)).toBe(`erDiagram
  "authors" {
    string(128) name "required"
    email email UK "required"
    string(2000) bio
    posts[] posts FK
  }
  "posts" {
    string(200) title "required, full-text"
    string(100) slug UK "required"
    string(65535) body "required"
    enum status "draft | published, required, indexed"
    datetime published
    string(32)[] tags
    authors author FK
    comments[] comments FK
  }
  "comments" {
    string(1000) text "required"
    boolean approved
    datetime written "required, indexed"
    posts post FK
    authors author FK
  }
  "authors" |o--o{ "posts" : "posts / author"
  "posts" |o--o{ "comments" : "comments / post"
  "comments" }o..o| "authors" : "author"
`);
  });

  it.each([
    ['12 collections', shop],
    ['40 collections', erp],
    ['relationships of all kinds', ringSchema],
    ['each type', everyField],
    ['odd names', oddSchema],
    ['nothing', schemaOf({})],
  ])('keeps to the grammar: %s', (_, schema) => {
    expect(notMermaid(mermaidOf(schema))).toEqual([]);
  });

  it('keeps to the grammar for any schema', () => {
    fc.assert(
      fc.property(arbitrarySchema(), (schema) => {
        expect(notMermaid(mermaidOf(schema))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['pk', '_pk'],
    ['fk-id', '_fk-id'],
    ['pkg', 'pkg'],
    ['a.b', 'a_b "a.b"'],
    ['1st', '_1st "1st"'],
    ['direction LR', 'direction_LR "direction#32;LR"'],
    ['say "hi"', 'say__hi_ "say #34;hi#34;"'],
  ])('writes the key %s as %s', (key, line) => {
    const source = mermaidOf(schemaOf({ main: [collection('c', [text(key)])] }));
    expect(source.split('\n')[2]).toMatch(`string(255) ${line}`);
  });

  it('tells collections of one name apart', () => {
    const source = mermaidOf(schemaOf({ a: [collection('c', [])], b: [collection('c', [])] }));
    expect(source).toBe('erDiagram\n  "a/c"\n  "b/c"\n');
    const alike = ['6601f0a2c3d4e5f60718', '6601f0a2c3d4e5f60719'].map((id) =>
      collection(id, [], { name: 'C' }),
    );
    expect(mermaidOf(schemaOf({ a: alike }))).toBe('erDiagram\n  "C"\n  "C (2)"\n');
  });
});
