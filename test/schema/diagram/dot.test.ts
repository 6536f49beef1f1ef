import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../../src/schema/diagram/diagram.ts';
import { drawDot } from '../../../src/schema/diagram/dot.ts';
import type { Schema } from '../../../src/schema/model.ts';
import { arbitrarySchema, everyField, oddSchema, ringSchema, schemaOf } from '../../kit/schemas.ts';
import { everyElement, readXml } from '../../kit/xml.ts';
import { blog, erp, shop } from './schemas.ts';

const dotOf = (schema: Schema) => drawDot(diagramOf(schema));

describe('a graph for Graphviz', () => {
  it('leads from one to many, row to row', () => {
    const edges = dotOf(blog)
      .split('\n')
      .filter((line) => line.includes('->'));
    expect(edges).toEqual([
      '  c0_0:t3:e -> c0_1:f6:w [arrowtail=tee, arrowhead=crow]',
      '  c0_1:t7:e -> c0_2:f3:w [arrowtail=tee, arrowhead=crow]',
      '  c0_0:title:e -> c0_2:f4:w [arrowtail=teevee, arrowhead=crow, style=dashed]',
    ]);
  });

  it('has tables that are well-formed, with each key in them', () => {
    for (const schema of [shop, oddSchema, ringSchema]) {
      const tables = [...dotOf(schema).matchAll(/\[label=<(<table.*<\/table>)>\]/g)].map(
        ([, table]) => table!,
      );
      const boxes = diagramOf(schema).groups.flatMap((group) => group.boxes);
      expect(tables).toHaveLength(boxes.length);
      tables.forEach((table, at) => {
        const cells = everyElement(readXml(table)).filter(({ attributes }) =>
          /^f\d/.test(attributes.port ?? ''),
        );
        const texts = cells.map(({ text, children }) => text + children.map((child) => child.text).join(''));
        expect(texts).toEqual(boxes[at]!.rows.map(({ key }) => key));
      });
    }
  });

  const hasGraphviz = spawnSync('dot', ['-V']).status === 0;
  it.skipIf(!hasGraphviz)('is read by Graphviz without a complaint, whatever the names (needs dot)', () => {
    const odd = fc.sample(arbitrarySchema(), { numRuns: 30, seed: 5 });
    const schemas = [blog, shop, erp, ringSchema, everyField, oddSchema, schemaOf({}), ...odd];
    // One process reads one graph after the other.
    const { stdout, stderr, status } = spawnSync('dot', ['-Tcanon'], {
      input: schemas.map(dotOf).join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 27,
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout.match(/^digraph /gm)).toHaveLength(schemas.length);
  });
});
