import type { Operation } from '../api/schema.ts';
import type { FlagValues } from '../core/flags.ts';
import type { GlobalOptions } from '../core/globals.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { usageError } from '../errors.ts';
import { editMembers, type MemberEdit, writeObject } from '../lib/json/slices.ts';
import { bulkPageSize, firstPage, listedBodies } from '../operations/all.ts';
import type { QueryValues } from '../operations/query/flags.ts';
import { readValues } from '../operations/read.ts';
import { dryRun, withQueries } from '../operations/run.ts';
import { viewOf } from '../operations/send.ts';
import { createSources } from '../operations/sources.ts';
import type { Body, View } from '../output/types.ts';
import { formatOfName, type RowFormat, rowFormats } from './rows/row.ts';

export interface ExportOptions {
  /** Change of each item, before it is written. */
  readonly edit: MemberEdit;
  /** True if only the owner may read the file. */
  readonly isPrivate?: boolean;
}

/**
 * Writes all items of a list operation in a format that imports read, page by page.
 * @throws CliError exit 2 for a format that can't be imported; as listPages
 */
export async function exportItems(
  operation: Operation,
  input: FlagValues & QueryValues,
  { edit, isPrivate = false }: ExportOptions,
  services: Services,
): Promise<CommandResult> {
  const format = exportFormat(services.globals);
  const everything = { ...input, all: true };
  const given = await readValues(operation, everything, createSources(services.context));
  const values = await withQueries(operation, given, everything, services);
  if (services.globals.dryRun)
    return dryRun(firstPage(operation, values, bulkPageSize), operation.sentWith, services);
  // An export is to be imported again, with its hashes.
  const view: View = { ...viewOf(operation), unlisted: undefined };
  const pages = edited(await listedBodies(operation, values, services, bulkPageSize), view.items!, edit);
  return { result: { kind: 'pages', pages, view, format, isPrivate, isExport: true } };
}

function exportFormat({ format, out }: GlobalOptions): RowFormat {
  if (format !== undefined) {
    const known = rowFormats.find((name) => name === format);
    if (known) return known;
    throw usageError(`an export takes --format ${rowFormats.join(', ')}, not ${format}`);
  }
  if (out === undefined || !/\.\w+$/.test(out)) return 'ndjson';
  const named = formatOfName(out);
  if (named) return named;
  throw usageError(`the ending of ${out} names no format`, `add --format ${rowFormats.join('|')}`);
}

async function* edited(
  bodies: AsyncIterable<Body>,
  member: string,
  edit: MemberEdit,
): AsyncGenerator<Body, void, void> {
  for await (const body of bodies) {
    if (typeof body === 'string') throw new Error('a list without a list passed the check of answers');
    const items = body.items.map((item) => editMembers(item, edit));
    yield {
      items,
      total: body.total,
      get text() {
        return writeObject([[member, `[${items.join(',')}]`]]);
      },
    };
  }
}
