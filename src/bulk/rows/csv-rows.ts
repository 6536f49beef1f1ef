import { usageError } from '../../errors.ts';
import { quoteCell, readCsv } from '../../lib/csv/csv.ts';
import { originalText } from './dollar-names.ts';
import type { Row, RowShape } from './row.ts';

/**
 * Reads rows of CSV. The first line names the columns; an empty cell is null. Skips empty lines, unless there is only
 * one column.
 * @throws CliError exit 2 for an invalid first line
 */
export async function* csvRows(
  chunks: AsyncIterable<string>,
  shape: RowShape,
): AsyncGenerator<Row, void, void> {
  let names: readonly string[] | undefined;
  for await (const { line, cells } of readCsv(chunks)) {
    if (names === undefined) {
      names = columnNames(cells);
      shape.checkColumns(names);
      continue;
    }
    const isEmpty = cells.length === 1 && cells[0] === null && names.length > 1;
    if (!isEmpty) yield row(line, names, cells, shape);
  }
}

function columnNames(cells: readonly (string | null)[]): readonly string[] {
  const names = cells.map((cell) => cell?.trim() ?? '');
  if (names.includes('')) throw usageError('the first line of the CSV has a column without a name');
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined) throw usageError(`the first line of the CSV names "${duplicate}" twice`);
  return names;
}

function row(
  line: number,
  names: readonly string[],
  cells: readonly (string | null)[],
  shape: RowShape,
): Row {
  const fields = new Map<string, string>();
  names.forEach((name, index) => {
    const cell = cells[index] ?? null;
    fields.set(name, cell === null ? 'null' : shape.cellToJson(name, cell));
  });
  if (cells.length === names.length) return { line, fields };
  // The fields have lost the cells beyond the last column, and which cells belong to which column is a guess.
  fields.set(originalText, JSON.stringify(cells.map(writeCell).join(',')));
  return { line, fields, problem: `${countCells(cells)}, but the first line has ${names.length}` };
}

const writeCell = (cell: string | null) => (cell === null ? '' : quoteCell(cell));

function countCells({ length }: readonly unknown[]): string {
  return length === 1 ? '1 cell' : `${length} cells`;
}
