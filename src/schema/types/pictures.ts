/** Diagrams of the schema as languages of `types`, so that `--check` and `--watch` keep them fresh. */
import { type Diagram, diagramOf } from '../diagram/diagram.ts';
import { drawDot } from '../diagram/dot.ts';
import { drawMermaid } from '../diagram/mermaid.ts';
import type { Emitter } from './emitter.ts';

function picture(
  { name, title, fileName }: Pick<Emitter, 'name' | 'title' | 'fileName'>,
  draw: (diagram: Diagram, header: readonly string[]) => string,
): Emitter {
  return {
    name,
    title,
    fileName,
    spelling: {
      letters: 'unicode',
      types: 'unused',
      reservedTypes: new Set(),
      derivedTypes: [],
      members: 'verbatim',
      reservedMembers: new Set(),
    },
    options: [],
    emit: ({ schema, header }) => draw(diagramOf(schema), header),
  };
}

export const mermaid = picture({ name: 'mermaid', title: 'Mermaid', fileName: 'appwrite.mmd' }, drawMermaid);

export const dot = picture({ name: 'dot', title: 'Graphviz', fileName: 'appwrite.dot' }, drawDot);
