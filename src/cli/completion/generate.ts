import type { Shell } from '../../commands/completion/shells.ts';
import { type Row, readTables, type Table } from './tables.ts';

/** How a shell writes the tables down. */
interface Dialect {
  /** Bash shows no summaries, so it need not load them. */
  readonly summaries: boolean;
  /** The lines that make a table's text known under its name. */
  write(name: string, text: string): string;
}

const posixQuote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const fishQuote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
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

/** The line of a template where the tables go. */
const gap = /^.*# @tables@.*$/m;

/**
 * The completion script of a shell.
 * @param template of templates/: all of the script but what it knows of the commands
 */
export async function generateScript(shell: Shell, template: string): Promise<string> {
  const { summaries, write } = dialects[shell];
  const tables = (await readTables()).map((table) => write(table.name, tableText(table, summaries)));
  return template.replace(gap, () => tables.join('\n'));
}

function tableText({ rows }: Table, summaries: boolean): string {
  return rows.map((row) => rowText(row, summaries)).join('\n');
}

/** The columns with bars between them. Only the last one, the summary, may hold a bar itself. */
function rowText({ names, values, summary }: Row, summaries: boolean): string {
  if (/[|\n]/.test(names + values)) throw new Error(`a completion can't hold a bar: ${names}|${values}`);
  return [names, values, ...(summaries ? [summary] : [])].join('|');
}
