import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../../src/schema/diagram/diagram.ts';
import { drawTerminal } from '../../../src/schema/diagram/terminal.ts';
import type { Schema } from '../../../src/schema/model.ts';
import {
  arbitrarySchema,
  collection,
  oddSchema,
  relation,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';
import { blog, erp, shop } from './schemas.ts';

/*
 * Look at the files in screens before you accept changes in them: `npx vitest run --project slow
 * test/schema/diagram/terminal.slow.test.ts -u` writes them anew.
 */

const draw = (schema: Schema, width: number | undefined, unicode = true) =>
  drawTerminal(diagramOf(schema), { width, unicode, paint: (_, text) => text });

const widths = [40, 80, 120] as const;
/** A box needs borders and a few characters. */
const minWidth = 16;

describe('a drawing in characters', () => {
  it.each([
    ['blog', blog],
    ['shop', shop],
    ['relationships', ringSchema],
    ['odd', oddSchema],
  ])('is as its file says: %s', async (name, schema) => {
    const screens = widths.map((width) => `--- ${width} columns\n${draw(schema, width)}`);
    const all = [...screens, `--- a pipe, ASCII\n${draw(schema, undefined, false)}`];
    await expect(all.join('\n')).toMatchFileSnapshot(`screens/${name}.txt`);
  });

  it('connects boxes by lines if they fit, and lists relationships otherwise', () => {
    expect(draw(blog, 120)).not.toContain('authors.posts');
    expect(draw(blog, 80)).toContain('authors.posts 1 ── n posts.author\n');
    expect(draw(erp, undefined)).not.toContain('companies.branches');
  });

  it('draws a line at the right edge only if it has a column of its own there', () => {
    const selfRelated = schemaOf({
      main: [collection('u', [relation('organisational_parent', 'u', { relationType: 'oneToOne' })])],
    });
    const loop = draw(selfRelated, undefined);
    const columns = Math.max(...loop.split('\n').map((line) => stringWidth(line)));
    expect(draw(selfRelated, columns)).toBe(loop);
    expect(draw(selfRelated, columns - 1)).toContain('u.organisational_parent 1 ─▶ 1 u\n');
  });

  it('stays within the width and leaves nothing out, whatever the names', () => {
    fc.assert(
      fc.property(arbitrarySchema(), fc.integer({ min: minWidth, max: 200 }), (schema, width) => {
        const lines = draw(schema, width).split('\n');
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
        const shown = new Set(lines.join(''));
        const texts = diagramOf(schema).groups.flatMap(({ boxes }) =>
          boxes.flatMap(({ rows, title }) => [title, ...rows.flatMap(({ key, type }) => [key, type])]),
        );
        expect(texts.flatMap((each) => [...each]).filter((character) => !shown.has(character))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a mark without a character of its own', () => {
    const lone = schemaOf({ main: [collection('a', [text('\u{e0100}')])] });
    expect(draw(lone, 80)).toContain('\u{e0100}');
  });

  it('is ASCII for ASCII names if the terminal has nothing else', () => {
    for (const width of [40, 200]) expect(draw(ringSchema, width, false)).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('paints titles, types and lines, and no character of a name differently from the rest', () => {
    const painted = drawTerminal(diagramOf(blog), {
      width: 120,
      unicode: true,
      paint: (role, text) => `[${role}:${text}]`,
    });
    expect(painted).toContain('[key:authors]');
    expect(painted).toContain('[id:posts]');
    expect(painted).toContain('[muted:string(128)]');
  });

  it('says that a database has no collections, and draws nothing of none', () => {
    expect(draw(schemaOf({ main: [] }), 80)).toBe('no collections\n');
    expect(draw(schemaOf({}), 80)).toBe('');
  });
});
