/** Types of generated validators: the compiler is asked once, for all of them. */
import { expect, it } from 'vitest';
import type { Emitter, EmitterOptions } from '../../../src/schema/types/emitter.ts';
import { valibot } from '../../../src/schema/types/valibot.ts';
import { zod } from '../../../src/schema/types/zod.ts';
import {
  choice,
  collection,
  emittedFile,
  everyField,
  field,
  oddSchema,
  relation,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';
import { typeErrors } from '../../kit/tsc.ts';

const shop = schemaOf({
  main: [
    collection('product', [
      text('title', { required: true }),
      text('note'),
      choice('status', ['draft', 'in review']),
      field('tags', { kind: 'text', format: 'plain' }, { array: true }),
      field('huge', { kind: 'integer', max: 2n ** 60n }, { required: true }),
      field('soldAt', { kind: 'datetime' }, { required: true }),
      relation('maker', 'maker', { relationType: 'manyToOne', twoWayKey: 'products' }),
      relation('lost', 'missing'),
    ]),
    collection('maker', [
      text('name', { required: true }),
      relation('products', 'product', { relationType: 'manyToOne', side: 'child', twoWayKey: 'maker' }),
    ]),
    collection('loose', [text('note')]),
  ],
});

/** Uses of the types of the shop. Each expected error is one if it does not occur. */
const uses = (library: string, infer: string, huge: string, soldAt: string) => `
${library}
import * as shop from './shop.ts';
import {
  type Loose, type LooseCreate, type Maker, type Product, type ProductCreate, type ProductStatus, type ProductUpdate,
} from './shop.ts';
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const same = <_T extends true>() => {};

export function read(product: Product, maker: Maker) {
  same<Same<Product['title'], string>>();
  same<Same<Product['note'], string | null>>();
  same<Same<Product['status'], ProductStatus | null>>();
  same<Same<ProductStatus, 'draft' | 'in review'>>();
  same<Same<Product['tags'], string[] | null>>();
  same<Same<Product['huge'], ${huge}>>();
  same<Same<Product['soldAt'], ${soldAt}>>();
  same<Same<Product['$permissions'], string[]>>();
  same<Same<Loose['note'], string | null>>();
  // The declared types are those of what the schemas return.
  same<Both<Product, ${infer}<typeof shop.Product>>>();
  same<Both<ProductCreate, ${infer}<typeof shop.ProductCreate>>>();
  same<Both<ProductUpdate, ${infer}<typeof shop.ProductUpdate>>>();
  product.maker?.products?.[0]?.maker?.name.trim();
  product.lost?.$id.trim();
  // @ts-expect-error misspelt
  product.titel;
  // @ts-expect-error it may be null
  product.note.trim();
  // @ts-expect-error a relationship may be left out
  product.maker.name;
  // @ts-expect-error a relationship may be left out
  maker.products[0];
}

const common = { huge: 5, soldAt: '2024-01-31T10:00:00Z' };
export const created: ProductCreate[] = [
  { ...common, title: 'a' },
  { ...common, title: 'a', note: null, status: 'in review', tags: null, maker: 'id', lost: 'id' },
  { ...common, title: 'a', maker: { name: 'b', $permissions: ['read("any")'], products: ['id'] } },
  { ...common, title: 'a', maker: { $id: 'id', products: null } },
  // @ts-expect-error the title is missing
  { ...common },
  // @ts-expect-error it must not be null
  { ...common, title: null },
  // @ts-expect-error misspelt
  { ...common, title: 'a', nota: 'b' },
  // @ts-expect-error no element
  { ...common, title: 'a', status: 'review' },
  // @ts-expect-error the name is missing
  { ...common, title: 'a', maker: { products: ['id'] } },
];
export const updated: ProductUpdate[] = [
  {},
  { note: null },
  // @ts-expect-error it must not be null
  { title: null },
];
export const loose: LooseCreate = { note: 'a' };
`;

const schemas = { shop, odd: oddSchema, every: everyField, ring: ringSchema };

/** Emits schemas in a folder. Without options all of them, with options those in which they matter. */
const files = (
  emitter: Emitter,
  folder: string,
  options: Partial<EmitterOptions> | undefined,
  change = (text: string) => text,
) =>
  Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => options === undefined || name === 'shop' || name === 'every')
      .map(([name, schema]) => [`${folder}/${name}.ts`, change(emittedFile(emitter, schema, options))]),
  );

const fromZod3 = (text: string) => text.replace('from "zod"', 'from "zod/v3"');
const everyOption = { dates: 'date', bigint: true, nullableItems: false, nullableRequired: false } as const;
const zodImport = 'import type { z } from "zod";';

it('story 15: compiles strictly, and gives rows, data and nested data their types', {
  timeout: 120_000,
}, async () => {
  const errors = await typeErrors(
    {
      ...files(zod, 'zod4', undefined),
      'zod4/uses.ts': uses(zodImport, 'z.infer', 'number', 'string'),
      ...files(zod, 'zod4-all', everyOption),
      'zod4-all/uses.ts': uses(zodImport, 'z.infer', 'bigint', 'Date'),
      ...files(zod, 'zod3', undefined, fromZod3),
      'zod3/uses.ts': uses(fromZod3(zodImport), 'z.infer', 'number', 'string'),
      ...files(zod, 'zod3-all', everyOption, fromZod3),
      'zod3-all/uses.ts': uses(fromZod3(zodImport), 'z.infer', 'bigint', 'Date'),
      ...files(valibot, 'valibot', undefined),
      'valibot/uses.ts': uses('import type * as v from "valibot";', 'v.InferOutput', 'number', 'string'),
      ...files(valibot, 'valibot-all', everyOption),
      'valibot-all/uses.ts': uses('import type * as v from "valibot";', 'v.InferOutput', 'bigint', 'Date'),
    },
    ['zod', 'zod/v3', 'valibot'],
  );
  expect(errors).toEqual([]);
});
