import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { View } from '../../src/output/types.ts';
import { body, show } from './kit.ts';

const views: readonly View[] = ['user', 'collection', 'document', 'function', 'usageProject'].map((name) => ({
  model: { name, version: '1.8' },
}));
/** Names that mean something to a model, and any others. */
const names = [
  'valueOf',
  '__proto__',
  '$id',
  '$permissions',
  '$createdAt',
  'name',
  'status',
  'targets',
  'attributes',
  'vars',
  'requests',
];
const name = fc.oneof(fc.constantFrom(...names), fc.string());
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.boolean(), fc.double(), fc.constant(null), fc.date({ noInvalidDate: true })),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));

it('draws any answer for any model, in any width, without a control character', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, value, { minKeys: 1 }),
      fc.constantFrom(...views, {}),
      fc.integer({ min: 1, max: 120 }),
      fc.boolean(),
      async (object, view, columns, allFields) => {
        const { out } = await show(body(JSON.stringify(object), view), { allFields }, { columns });
        expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
        const shown = allFields ? Object.keys(object).length : 0;
        expect(out.split('\n').length).toBeGreaterThan(shown);
      },
    ),
    { numRuns: 100 },
  );
});
