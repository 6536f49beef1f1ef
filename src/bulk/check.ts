import { createHash } from 'node:crypto';
import type { Output } from '../output/types.ts';
import type { RowImporter } from './row-importer.ts';
import { readRows } from './rows/read.ts';
import type { Row } from './rows/row.ts';
import type { RowSource } from './source.ts';

/** What looking through a file has shown. */
export interface Checked {
  readonly rows: number;
  /** How many of them can't be sent. */
  readonly unfit: number;
  /** Tells this content from any other. */
  readonly digest: string;
}

/** A row as it is going to be sent, or what is wrong with it. */
export type Planned<Item> = { readonly row: Row } & ({ readonly item: Item } | { readonly problem: string });

/** The rows of a source with what the target makes of them. @throws CliError exit 2 where the file is broken */
export async function* plannedRows<Item>(
  source: RowSource,
  target: RowImporter<Item>,
  seen?: (bytes: Uint8Array) => void,
): AsyncGenerator<Planned<Item>, void, void> {
  for await (const row of readRows(source.read(seen), source.format, target, source.name)) {
    yield row.problem === undefined ? { row, ...target.plan(row.fields) } : { row, problem: row.problem };
  }
}

/**
 * Looks at every row before the first is sent. Nothing of them is kept.
 * @param refused told of each row that can't be sent
 * @throws CliError exit 2 where the file is broken
 */
export async function checkRows<Item>(
  source: RowSource,
  target: RowImporter<Item>,
  refused: (row: Row, problem: string) => void,
  output: Output,
): Promise<Checked> {
  const progress = output.progress({ label: `checking ${source.name}`, unit: 'bytes', total: source.size });
  const hash = createHash('sha256');
  let read = 0;
  let rows = 0;
  let unfit = 0;
  const seen = (bytes: Uint8Array) => {
    hash.update(bytes);
    read += bytes.length;
    progress.update(read);
  };
  try {
    for await (const planned of plannedRows(source, target, seen)) {
      rows++;
      if (!('problem' in planned)) continue;
      unfit++;
      refused(planned.row, planned.problem);
    }
  } finally {
    progress.stop();
  }
  return { rows, unfit, digest: hash.digest('hex') };
}
