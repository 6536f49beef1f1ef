import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../../src/schema/diagram/diagram.ts';
import { drawHtml } from '../../../src/schema/diagram/html.ts';
import { drawSvg } from '../../../src/schema/diagram/svg.ts';
import type { Schema } from '../../../src/schema/model.ts';
import { anyText } from '../../kit/arbitraries.ts';
import {
  arbitrarySchema,
  collection,
  everyField,
  oddSchema,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';
import { everyElement, readXml, type XmlElement } from '../../kit/xml.ts';
import { blog, erp, shop } from './schemas.ts';

const svgOf = (schema: Schema, title = 'Schema') => drawSvg(diagramOf(schema), { title });

const withClass = (root: XmlElement, name: string) =>
  everyElement(root).filter((element) => element.attributes.class?.split(' ').includes(name));

const schemas = [
  ['3 collections', blog],
  ['12 collections', shop],
  ['40 collections', erp],
  ['relationships of all kinds', ringSchema],
  ['each type', everyField],
  ['odd names, and several databases', oddSchema],
  ['nothing', schemaOf({})],
] as const;

describe('a picture', () => {
  it.each(schemas)('is well-formed XML that shows each collection and each attribute: %s', (_, schema) => {
    const root = readXml(svgOf(schema));
    const boxes = diagramOf(schema).groups.flatMap((group) => group.boxes);
    expect(withClass(root, 'collection')).toHaveLength(boxes.length);
    const keys = withClass(root, 'key').map((element) => element.text);
    expect(keys).toEqual(boxes.flatMap(({ rows }) => rows.map(({ key }) => key)));
    expect(withClass(root, 'title').map((element) => element.text)).toEqual(boxes.map(({ title }) => title));
  });

  it('is well-formed for any schema, and holds neither scripts nor references', () => {
    fc.assert(
      fc.property(arbitrarySchema(), anyText(), (schema, name) => {
        const svg = svgOf({ databases: schema.databases.map((each) => ({ ...each, name })) });
        const root = readXml(svg);
        const names = new Set(everyElement(root).map((element) => element.name));
        expect([...names].filter((each) => ['script', 'a', 'image', 'foreignObject'].includes(each))).toEqual(
          [],
        );
        expect(svg).not.toMatch(/ (?:on\w+|href|src)=/);
      }),
      { numRuns: 12 },
    );
  });

  it('is the same each time', () => {
    expect(svgOf(erp)).toBe(svgOf(structuredClone(erp)));
  });

  it('has a title and a description of its relationships for readers that do not see it', () => {
    const root = readXml(svgOf(blog, 'The <blog> & "more"'));
    const [title, description] = root.children;
    expect(title).toMatchObject({ name: 'title', text: 'The <blog> & "more"' });
    expect(description!.text).toBe(
      '3 collections, 3 relationships. authors.posts ↔ posts.author: one to many, two-way, on delete setNull. posts.comments ↔ comments.post: one to many, two-way, on delete setNull. comments.author → authors: many to one, one-way, on delete setNull.',
    );
  });

  it('explains the marks that occur, and no others', () => {
    const legend = (schema: Schema) =>
      withClass(readXml(svgOf(schema)), 'legend').map((element) => element.text);
    expect(legend(blog)).toEqual([
      ...['required', 'unique index', 'index', 'full-text index', 'one', 'many', 'one-way'],
    ]);
    expect(legend(schemaOf({ main: [collection('a', [text('b')])] }))).toEqual([]);
  });

  it('frames databases if there are several', () => {
    expect(withClass(readXml(svgOf(blog)), 'frame')).toHaveLength(0);
    const several = readXml(svgOf({ databases: [...blog.databases, ...shop.databases] }));
    expect(withClass(several, 'frame')).toHaveLength(2);
    expect(withClass(several, 'heading').map((element) => element.text)).toEqual(['blog', 'shop']);
  });

  it('has colours for the light and for the dark mode of the reader', () => {
    expect(svgOf(blog)).toMatch(
      /\.paper\{fill:#ffffff\}[\s\S]*prefers-color-scheme:dark\)\{\.paper\{fill:#0d1117\}/,
    );
  });

  it('marks names that are too long to draw as cut, and has them whole in a tooltip', () => {
    const long = 'long '.repeat(25);
    const root = readXml(
      svgOf(schemaOf({ main: [collection('6601f0a2c3d4e5f6071b', [text('a')], { name: long })] })),
    );
    expect(withClass(root, 'title')[0]!.text).toMatch(/^long .*…$/);
    expect(everyElement(root).map((element) => element.text)).toContain(`${long} · 6601f0a2c3d4e5f6071b`);
  });

  it('does not cut a name that fits, whatever the number of its code points', () => {
    const accented = 'e\u0301'.repeat(40);
    const root = readXml(svgOf(schemaOf({ main: [collection('a', [text(accented)], { name: accented })] })));
    expect(withClass(root, 'key')[0]!.text).toBe(accented);
  });
});

describe('a page', () => {
  it('holds the picture and loads nothing', () => {
    const html = drawHtml(diagramOf(shop), { title: 'a </title><script>alert(1)</script>' });
    expect(html).toContain(svgOf(shop, 'a </title><script>alert(1)</script>'));
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/(?:src|href)=|url\(|@import|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
  });

  it('has no text of the schema in its script', () => {
    const scriptOf = (schema: Schema) =>
      /<script>([\s\S]*)<\/script>/.exec(drawHtml(diagramOf(schema), { title: 'x' }))![1];
    expect(scriptOf(oddSchema)).toBe(scriptOf(blog));
    expect(() => new Function(scriptOf(blog)!)).not.toThrow();
  });
});
