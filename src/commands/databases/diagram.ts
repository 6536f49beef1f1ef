import { extname } from 'node:path';
import { choiceOf } from '../../core/choice.ts';
import { exclusion } from '../../core/flags.ts';
import type { GlobalOptions } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, textResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { formatOfEnding } from '../../output/types.ts';
import type { FindOptions } from '../../project/file/find.ts';
import {
  dryRunOfSchema,
  originOf,
  readCollectionPatterns,
  readSchema,
  type SchemaRequest,
  schemaOrigins,
} from '../../project/schema/read.ts';
import { type Diagram, diagramOf } from '../../schema/diagram/diagram.ts';

export interface DiagramValues extends FindOptions {
  readonly databaseId: string | undefined;
  readonly from: string | undefined;
  readonly only: readonly string[] | undefined;
}

type Draw = (diagram: Diagram, title: string) => Promise<string>;

/** Pictures by the ending of their file. */
const pictures: Readonly<Record<string, Draw>> = {
  '.svg': async (diagram, title) => (await import('../../schema/diagram/svg.ts')).drawSvg(diagram, { title }),
  '.html': async (diagram, title) =>
    (await import('../../schema/diagram/html.ts')).drawHtml(diagram, { title }),
  '.mmd': async (diagram) => (await import('../../schema/diagram/mermaid.ts')).drawMermaid(diagram),
  '.dot': async (diagram) => (await import('../../schema/diagram/dot.ts')).drawDot(diagram),
};

/**
 * Draws the schema.
 * @throws CliError exit 2 for a wrong line or a faulty file; as `readSchema`
 */
export async function runDiagram(values: DiagramValues, services: Services): Promise<CommandResult> {
  const { globals, output } = services;
  const draw = pictureOf(globals);
  const request = requestOf(values);
  if (globals.dryRun && originOf(request, services).from === 'server')
    return dryRunOfSchema(request, services);
  const source = await readSchema(request, services);
  for (const note of source.notes) output.note(note);
  const { schema } = source;
  const diagram = diagramOf(schema);
  if (globals.dryRun && globals.out !== undefined && globals.out !== '-')
    return doneResult(`A dry run writes no file: ${globals.out} would be a diagram of ${source.title}.`);
  if (draw) return textResult(await draw(diagram, titleOf(diagram)));
  const { drawMermaid } = await import('../../schema/diagram/mermaid.ts');
  return {
    result: {
      kind: 'json',
      text: encodeJson(schema),
      view: { items: 'databases', columns: ['id', 'name'], noun: 'databases' },
      draw: async (screen) =>
        (await import('../../schema/diagram/terminal.ts')).drawTerminal(diagram, screen),
      markdown: () => `\`\`\`mermaid\n${drawMermaid(diagram)}\`\`\`\n`,
    },
  };
}

/**
 * Returns the picture that `--out` asks for; undefined for a drawing in characters, or a format for programs.
 * @throws CliError exit 2 for an ending that means nothing
 */
function pictureOf({ out, format }: Pick<GlobalOptions, 'out' | 'format'>): Draw | undefined {
  if (out === undefined || out === '-' || format !== undefined) return undefined;
  const ending = extname(out).toLowerCase();
  if (Object.hasOwn(pictures, ending)) return pictures[ending];
  if (formatOfEnding(out) !== undefined) return undefined;
  throw usageError(
    `--out ${out} does not tell the form of the diagram`,
    `end it with ${Object.keys(pictures).join(', ')}, or add --format`,
  );
}

function requestOf({ databaseId, from, only, config, env }: DiagramValues): SchemaRequest {
  if (databaseId !== undefined && only !== undefined)
    throw exclusion('--database-id', '--only', 'write --only collections/DATABASE/COLLECTION');
  return {
    file: { config, env },
    from: choiceOf('--from', from, schemaOrigins),
    only: readCollectionPatterns(only),
    databaseId,
  };
}

/** Longest list of databases in a title. */
const maxNames = 3;

function titleOf({ groups }: Diagram): string {
  const names = groups.map(({ title }) => title);
  const list = names.slice(0, maxNames).join(', ');
  return `Schema of ${list}${names.length > maxNames ? ` and ${names.length - maxNames} more` : ''}`;
}
