import { expect, it } from 'vitest';
import { dot, mermaid } from '../../../src/schema/types/pictures.ts';
import { languages } from '../../../src/schema/types/registry.ts';
import { collection, emittedFile, oddSchema, schemaOf, text } from '../../kit/schemas.ts';

const two = schemaOf({ main: [collection('a b', [text('one')]), collection('a_b', [text('two')])] });

it.each([
  ['mermaid', mermaid, '%% ', 'erDiagram\n'],
  ['dot', dot, '// ', 'digraph schema {\n'],
])('draws %s after a header in comments, whatever the names', async (name, emitter, comment, start) => {
  expect(await languages[name]!()).toBe(emitter);
  for (const schema of [two, oddSchema]) {
    const lines = emittedFile(emitter, schema).split('\n');
    const head = lines.findIndex((line) => !line.startsWith(comment));
    expect(head).toBeGreaterThan(1);
    expect(lines.slice(head).join('\n').startsWith(start)).toBe(true);
  }
});
