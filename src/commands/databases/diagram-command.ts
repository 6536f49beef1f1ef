import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { fileFlags, selectionFlags } from '../project-file/flags.ts';

/** A lazy-loading seam: help and completion need only the spec. */
export function diagramCommand({ say, group }: DocumentKind): CommandSpec {
  const line = (rest: string) => `appwrite-cli ${group} diagram ${rest}`.trimEnd();
  return defineCommand({
    name: 'diagram',
    summary: say('Draw the collections of a database and their relationships'),
    about: say(
      'It reads the schema from the project file, or from the server if there is none, and draws a box for each collection with its attributes, their types and indexes, and a line for each relationship. The name of --out decides on the form: .svg is a picture, .html a page with search and zoom, .mmd is for Mermaid, which GitHub and GitLab draw, and .dot for Graphviz. Without --out it is drawn in characters, with --format json it is the schema as data, and with --format markdown a Mermaid diagram to paste. Without a database, all of them are drawn.',
    ),
    section: 'Databases',
    arguments: {
      databaseId: { name: 'database-id', help: 'Database ID', required: false, asFlag: true },
    },
    flags: {
      ...fileFlags,
      from: {
        flag: '--from',
        arity: 'value',
        placeholder: 'ORIGIN',
        choices: ['file', 'server'],
        help: 'Read the schema from the project file, or from the server',
      },
      only: { ...selectionFlags.only, help: say('These collections only: collections/main/posts') },
    },
    examples: [
      line('shop'),
      line('shop -o shop.svg'),
      line('-o schema.html --from server'),
      line('-f markdown >> README.md'),
    ],
    facts: 'GET /databases … · scopes databases.read, collections.read · API key',
    run: async (values, services) => (await import('./diagram.ts')).runDiagram(values, services),
  });
}
