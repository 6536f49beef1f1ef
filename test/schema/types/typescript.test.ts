import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/model.ts';
import { typescript } from '../../../src/schema/types/typescript.ts';
import {
  arbitrarySchema,
  choice,
  collection,
  type EmitSettings,
  emittedFile,
  everyField,
  field,
  oddElements,
  oddKeys,
  oddSchema,
  relation,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';
import { typeErrors } from '../../kit/tsc.ts';

const emit = (schema: Schema, settings?: EmitSettings) => emittedFile(typescript, schema, settings);

const shop = schemaOf({
  main: [
    collection('product', [
      text('title', { required: true }),
      text('note'),
      field('price', { kind: 'double' }, { default: 1.5 }),
      choice('status', ['draft', 'in review'], { default: 'draft' }),
      field('tags', { kind: 'text', format: 'plain' }, { array: true }),
      field('sizes', { kind: 'integer' }, { array: true, required: true }),
      relation('maker', 'maker', { relationType: 'manyToOne', twoWayKey: 'products' }),
      relation('lost', 'missing'),
      relation('all_lost', 'missing', { relationType: 'oneToMany' }),
    ]),
    collection('maker', [
      text('name', { required: true }),
      relation('products', 'product', { relationType: 'manyToOne', side: 'child', twoWayKey: 'maker' }),
    ]),
    collection('6601f0a2c3d4e5f60718', [text('title')], { name: 'Kept in hex' }),
  ],
});

/** Uses of the types of the shop. Each expected error is one if it does not occur. */
const uses = `
import {
  Collections, ProductStatus, type Maker, type Product, type ProductCreate, type ProductUpdate, type Schema,
} from './shop.ts';
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_T extends true>() => {};

export function read(product: Product, maker: Maker) {
  same<Same<Product['title'], string>>();
  same<Same<Product['note'], string | null>>();
  same<Same<Product['price'], number | null>>();
  same<Same<Product['status'], 'draft' | 'in review' | null>>();
  same<Same<Product['tags'], string[] | null>>();
  same<Same<Product['sizes'], number[]>>();
  same<Same<Product['$permissions'], string[]>>();
  product.maker?.name.trim();
  maker.products?.[0]?.title.trim();
  product.lost?.$id.trim();
  product.all_lost?.[0]?.$id.trim();
  // @ts-expect-error misspelt
  product.titel;
  // @ts-expect-error it may be null
  product.note.trim();
  // @ts-expect-error a relationship may be left out
  product.maker.name;
  // @ts-expect-error the way back is not read
  product.maker?.products;
  // @ts-expect-error only the system fields of an unknown collection are known
  product.lost?.title;
}

export const created: ProductCreate[] = [
  { title: 'a', sizes: [] },
  { title: 'a', sizes: [1], note: null, price: null, status: 'in review', tags: null, maker: 'id', lost: 'id' },
  { title: 'a', sizes: [1], maker: { name: 'new', $id: 'own', $permissions: [] }, all_lost: ['id'] },
  { title: 'a', sizes: [1], maker: { $id: 'there', products: ['id', { $id: 'x', note: null }] } },
  // @ts-expect-error a required field is missing
  { title: 'a' },
  // @ts-expect-error excess
  { title: 'a', sizes: [], titel: 'b' },
  // @ts-expect-error required fields take no null
  { title: null, sizes: [] },
  // @ts-expect-error no element of the enum
  { title: 'a', sizes: [], status: 'gone' },
  // @ts-expect-error undefined is no value
  { title: 'a', sizes: [], note: undefined },
  // @ts-expect-error a new document lacks a required field
  { title: 'a', sizes: [], maker: {} },
  // @ts-expect-error excess, nested
  { title: 'a', sizes: [], maker: { name: 'new', nmae: 'x' } },
  // @ts-expect-error system fields are no data
  { title: 'a', sizes: [], $createdAt: '' },
];

export const updated: ProductUpdate[] = [
  {},
  { title: 'b' },
  { note: null, maker: null },
  // @ts-expect-error required fields take no null
  { title: null },
  // @ts-expect-error excess
  { titel: 'b' },
];

same<Same<Schema['main']['product']['row'], Product>>();
same<Same<Schema['main']['product']['create'], ProductCreate>>();
same<Same<Schema['main']['product']['update'], ProductUpdate>>();
same<Same<(typeof Collections)['KeptInHex']['collectionId'], '6601f0a2c3d4e5f60718'>>();
export const status: string = ProductStatus[1];
export function check(word: string) {
  return ProductStatus.some((each) => each === word);
}
`;

/** Uses of the types of many-sided relationships. */
const ringUses = `
import type { Left, LeftCreate, One, Three } from './ring.ts';
export function follow(one: One, three: Three, left: Left) {
  one.next?.next?.next?.title.trim();
  three.children?.map(({ next }) => next?.title.trim());
  three.parent?.self?.self?.$id.trim();
  left.oneWay_oneToOne?.back_oneToMany;
  left.oneWay_oneToMany?.map(({ $id }) => $id);
  left.oneWay_manyToOne?.$id.trim();
  left.oneWay_manyToMany?.map(({ $id }) => $id);
  left.twoWay_oneToMany?.[0]?.back_manyToOne?.[0]?.$id.trim();
  // @ts-expect-error the way back is not read
  left.twoWay_oneToMany?.[0]?.back_oneToMany;
}
export const created: LeftCreate = {
  oneWay_oneToOne: 'id',
  twoWay_manyToMany: ['id', { back_oneToOne: null }, { $id: 'id', back_manyToMany: ['id'] }],
};
`;

const samples = fc.sample(arbitrarySchema(), 30);

const files: Record<string, string> = {
  'shop.ts': emit(shop),
  'uses.ts': uses,
  'type/shop.ts': emit(shop, { style: 'type' }),
  'type/uses.ts': uses,
  'sdk/shop.ts': emit(shop, { sdk: 'node-appwrite' }),
  'odd.ts': emit(oddSchema),
  'odd-type.ts': emit(oddSchema, { style: 'type', names: 'name' }),
  'every.ts': emit(everyField),
  'every-null.ts': emit(everyField, { nullableItems: true, nullableRequired: true, bigint: true }),
  'ring.ts': emit(ringSchema),
  'ring-uses.ts': ringUses,
  'sdk/ring.ts': emit(ringSchema, { sdk: 'node-appwrite', style: 'type' }),
  'empty.ts': emit({ databases: [] }),
  'elements.ts': `
import { OddElementsOdd as odd } from './odd.ts';
export const elements: typeof odd = ${JSON.stringify(oddElements)} as const;`,
  'keys.ts': `
import type { OddKeys } from './odd.ts';
type Own = Exclude<keyof OddKeys, \`$\${string}\`>;
const keys = ${JSON.stringify(oddKeys)} as const;
export const forth: Own[] = [...keys];
export const back = (key: Own): (typeof keys)[number] => key;`,
  ...Object.fromEntries(samples.map((schema, at) => [`any/${at}.ts`, emit(schema)])),
};

// One process for all.
let compiling: Promise<readonly string[]> | undefined;
async function errorsIn(...prefixes: readonly string[]): Promise<readonly string[]> {
  compiling ??= typeErrors(files, ['node-appwrite']);
  return (await compiling).filter((line) => prefixes.some((prefix) => line.startsWith(prefix)));
}

describe('TypeScript', () => {
  it('story 3: holds the elements of enums unchanged', async () => {
    expect(await errorsIn('odd', 'elements')).toEqual([]);
  });

  it('stories 4 and 5: holds the keys unchanged', async () => {
    expect(await errorsIn('keys')).toEqual([]);
  });

  it('story 6: has shapes for reading, creating and updating', async () => {
    expect(await errorsIn('every', 'uses')).toEqual([]);
    expect(emit(everyField)).toMatchSnapshot();
  });

  it('story 7: refuses misspelt and excess fields', async () => {
    expect(await errorsIn('uses', 'type/')).toEqual([]);
  });

  it('story 8: follows relationships in a ring and of all kinds', async () => {
    expect(await errorsIn('ring')).toEqual([]);
    expect(emit(ringSchema)).toMatchSnapshot();
  });

  it('story 13: remarks that an integer can be beyond 2^53', () => {
    const output = emit(everyField);
    expect(output).toContain(
      '/** From 0 to 9007199254740993. Numbers beyond 2^53 are not exact. Default: 9007199254740993. */',
    );
    expect(emit(everyField, { bigint: true })).toMatch(/^ {2}hugeRequired: bigint;$/m);
    expect(emit(everyField, { bigint: true })).toMatch(/^ {2}integerRequired: number;$/m);
  });

  it('story 15: compiles as strictly as can be', async () => {
    expect(await errorsIn('')).toEqual([]);
  });

  it('compiles for any schema', async () => {
    const failed = await errorsIn('any/');
    const at = Number(/^any\/(\d+)/.exec(failed[0] ?? '')?.[1] ?? -1);
    expect({ failed, text: files[`any/${at}.ts`] }).toEqual({ failed: [], text: undefined });
  });

  it('escapes characters that reorder text', () => {
    expect(emit(oddSchema)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200f\0]/);
  });

  it('allows null where options say so', () => {
    const output = emit(everyField, { nullableItems: true, nullableRequired: true });
    expect(output).toMatch(/^ {2}plainRequired: string \| null;$/m);
    expect(output).toMatch(/^ {2}plainRequiredList: \(string \| null\)\[\] \| null;$/m);
  });

  it('extends the types of the SDK if asked', () => {
    expect(emit(shop, { sdk: 'node-appwrite' })).toContain(
      'export interface Product extends Models.Document {',
    );
  });
});
