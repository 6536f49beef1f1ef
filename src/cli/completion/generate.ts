import type { Shell } from '../../commands/completion/shells.ts';
import { fishQuote, posixQuote } from '../../lib/text/shell-quote.ts';
import { readTables, type Table, type TableRow } from './tables.ts';

/** The syntax of a shell for the tables. */
interface Dialect {
  /** Bash shows no summaries, so it need not load them. */
  readonly summaries: boolean;
  /** Formats a table as lines of the script. */
  write(name: string, text: string): string;
}

const posixCase: Dialect['write'] = (name, text) => `    ${posixQuote(name)}) table=${posixQuote(text)} ;;`;

const dialects: Readonly<Record<Shell, Dialect>> = {
  bash: { summaries: false, write: posixCase },
  zsh: { summaries: true, write: posixCase },
  fish: {
    summaries: true,
    write: (name, text) => `        case ${fishQuote(name)}\n            echo ${fishQuote(text)}`,
  },
  powershell: {
    summaries: true,
    // A here-string ends only at a line that begins with '@, which no row does.
    write: (name, text) => `    '${name}' = @'\n${text}\n'@`,
  },
};

/** The line of a template that the tables replace. */
const placeholder = /^.*# @tables@.*$/m;

/**
 * Generates the completion script of a shell.
 * @param template a file of templates/: the script without its tables
 */
export async function generateScript(shell: Shell, template: string): Promise<string> {
  const { summaries, write } = dialects[shell];
  const tables = (await readTables()).map((table) => write(table.name, tableText(table, summaries)));
  return template.replace(placeholder, () => tables.join('\n'));
}

function tableText({ rows }: Table, summaries: boolean): string {
  return rows.map((row) => rowText(row, summaries)).join('\n');
}

/** Joins the columns with bars. Only the last column, the summary, may contain a bar. */
function rowText({ names, values, summary, marks }: TableRow, summaries: boolean): string {
  if (/[|\n]/.test(names + values)) throw new Error(`a completion can't hold a bar: ${names}|${values}`);
  return [marks ? `${names} @${marks}` : names, values, ...(summaries ? [summary] : [])].join('|');
}
