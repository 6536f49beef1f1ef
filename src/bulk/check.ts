import { createHash } from 'node:crypto';
import type { Output } from '../output/types.ts';
import type { Prepared, RowImporter } from './row-importer.ts';
import { isUnexpected } from './rows/dollar-names.ts';
import { readRows } from './rows/read.ts';
import type { Row } from './rows/row.ts';
import type { RowSource } from './source.ts';

export interface CheckResult {
  readonly rows: number;
  /** Number of rows that can't be sent. */
  readonly invalid: number;
  /** SHA-256 of the content. */
  readonly digest: string;
  /** Names with `$` that are left out, though no server of today sends them; not all, if there are many. */
  readonly leftOut: ReadonlySet<string>;
}

const maxReportedNames = 5;

export type PreparedRow<Item> = { readonly row: Row } & Prepared<Item>;

/** Reads and prepares the rows of a source. @throws CliError exit 2 if the file can't be parsed */
export async function* prepareRows<Item>(
  source: RowSource,
  importer: RowImporter<Item>,
  onBytes?: (bytes: Uint8Array) => void,
): AsyncGenerator<PreparedRow<Item>, void, void> {
  for await (const row of readRows(source.read(onBytes), source.format, importer, source.name)) {
    yield row.problem === undefined
      ? { row, ...importer.prepare(row.fields) }
      : { row, problem: row.problem };
  }
}

/**
 * Checks every row before the first is sent, without storing any.
 * @param refuse called for each row that can't be sent
 * @throws CliError exit 2 if the file can't be parsed
 */
export async function checkRows<Item>(
  source: RowSource,
  importer: RowImporter<Item>,
  refuse: (row: Row, problem: string) => void,
  output: Output,
): Promise<CheckResult> {
  const progress = output.progress({
    label: `checking ${source.name}`,
    unit: 'bytes',
    total: source.sizeBytes,
  });
  const hash = createHash('sha256');
  let readBytes = 0;
  let rows = 0;
  let invalid = 0;
  const leftOut = new Set<string>();
  const onBytes = (bytes: Uint8Array) => {
    hash.update(bytes);
    readBytes += bytes.length;
    progress.update(readBytes);
  };
  try {
    for await (const prepared of prepareRows(source, importer, onBytes)) {
      rows++;
      for (const name of prepared.row.fields.keys())
        if (leftOut.size < maxReportedNames && isUnexpected(name, importer.sentNames)) leftOut.add(name);
      if (!('problem' in prepared)) continue;
      invalid++;
      refuse(prepared.row, prepared.problem);
    }
  } finally {
    progress.stop();
  }
  return { rows, invalid, digest: hash.digest('hex'), leftOut };
}
