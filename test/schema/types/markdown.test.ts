import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markdownCode } from '../../../src/lib/text/markdown.ts';
import type { Schema } from '../../../src/schema/model.ts';
import { markdown } from '../../../src/schema/types/markdown.ts';
import { library } from '../../kit/documents.ts';
import {
  arbitrarySchema,
  collection,
  emittedFile,
  everyField,
  oddElements,
  oddSchema,
  relation,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';

const emit = (schema: Schema) => emittedFile(markdown, schema);

/** The cells of all rows of tables, and the other lines. */
function partsOf(page: string) {
  const lines = page.split('\n');
  const isRow = (line: string) => line.startsWith('|');
  return {
    // Cells have no bar of their own: it is written as an entity.
    rows: lines.filter(isRow).map((line) => line.replace(/^\| | \|$/g, '').split(' | ')),
    others: lines.filter((line) => line !== '' && !isRow(line)),
  };
}

it('describes collections, attributes and relationships', () => {
  expect(emit(library).replace(/Schema [0-9a-f]+/, 'Schema …')).toMatchSnapshot();
});

it('describes each type of attribute, and indexes', () => {
  const { rows } = partsOf(emit(everyField));
  const described = Object.fromEntries(rows.map(([key, ...cells]) => [key, cells.join(' | ')]));
  expect(described).toMatchObject({
    '`plainRequired`': 'text | yes |  | up to 20 characters',
    '`plainDefault`': 'text | no | `"a \\"b\\""` | up to 20 characters',
    '`emailList`': 'e-mail address list | no |  | up to 254 characters',
    '`enumDefault`': 'enum | no | `"in review"` | `draft`, `in review`, `published`',
    '`boundedOptional`': 'integer | no |  | at least \\-5, at most 5',
    '`hugeDefault`': 'integer | no | `9007199254740993` | at least 0, at most 9007199254740993',
    '`pointDefault`': 'point | no | `[13.4,52.5]` | ',
    '`one`': 'unique | `emailRequired`, `integerRequired`',
  });
});

it('story 1: tells collections of one name apart, and story 2: shows names in each script', () => {
  const page = emit(oddSchema);
  for (const anchor of ['collection_main_products', 'collection_back_up_products'])
    expect(page).toMatch(new RegExp(`<a id="${anchor}"></a>\n\n### Products \\(\`products\`\\)`));
  for (const name of ['Товары магазина', 'منتجات', '😀🎉', 'क्षि कीमत'])
    expect(page).toContain(`### ${name} (`);
});

it('story 3: lists each element of an enum within its cell', () => {
  const row = emit(oddSchema).match(/^\| `odd_required` .*$/m)?.[0];
  for (const element of oddElements)
    expect(row).toContain(element.trim() === '' ? JSON.stringify(element) : markdownCode(element));
});

it('story 8: names both sides of a relationship, and story 9: a collection that is missing', () => {
  const page = emit(ringSchema);
  expect(page).toContain(
    '| `parent` | document of [`three`](#collection_main_three) | no |  | many to one, `children` on the other side; on delete: set null |',
  );
  expect(page).toContain(
    '| `children` | list of documents of [`three`](#collection_main_three) | no |  | one to many, `parent` on the other side; on delete: set null |',
  );
  expect(page).toContain(
    '| `all_lost` | list of documents of `missing`, which is not here | no |  | many to many; on delete: set null |',
  );
});

it('story 10: is the same for the same schema, in the order of its attributes', () => {
  const schema = schemaOf({ main: [collection('post', [text('z'), text('a')])] });
  expect(emit(schema)).toBe(emit(structuredClone(schema)));
  expect(partsOf(emit(schema)).rows.map(([first]) => first)).toEqual([
    ...['Collection', '---', '[`post`](#collection_main_post)'],
    ...['Attribute', '---', '`z`', '`a`'],
  ]);
});

it('takes collections whose names would be the same in a language', () => {
  const page = emit(schemaOf({ main: [collection('a.b', []), collection('a-b', [relation('to', 'a.b')])] }));
  expect(page.match(/<a id="(\w+)">/g)).toEqual([
    '<a id="collection_main_a_b">',
    '<a id="collection_main_a_b2">',
  ]);
  expect(page).toContain('document of [`a.b`](#collection_main_a_b)');
});

it('keeps tables whole and shows no text as HTML or a control character, of any schema', () => {
  fc.assert(
    fc.property(fc.oneof(arbitrarySchema(), fc.constant(oddSchema)), (schema) => {
      const page = emit(schema);
      expect(page).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
      const [, body = ''] = page.split('-->\n');
      // The only HTML is that of anchors, and of code with characters that end it in Markdown.
      expect(body.replaceAll(/<a id="\w+"><\/a>|<\/?code>/g, '')).not.toMatch(/(?<!`[^`\n]*)<[a-z!/?]/i);
      const { rows, others } = partsOf(body);
      for (const row of rows) expect([3, 5]).toContain(row.length);
      for (const line of others) expect(line).toMatch(/^(#{1,3} |<a id="\w+"><\/a>$|It has no )/);
    }),
    { numRuns: 60 },
  );
});
