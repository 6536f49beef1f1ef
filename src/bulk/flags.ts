/** The flags of bulk commands. What they mean is in options.ts, which is loaded when a command runs. */
import type { Argument, Flag } from '../core/spec.ts';
import { rowFormats } from './rows/row.ts';

export const concurrencyFlag: Flag = {
  key: 'concurrency',
  flag: '--concurrency',
  takes: 'one',
  placeholder: 'N',
  help: 'At most N requests at once (8); fewer while the server limits the rate or is slow',
};

export const fileArgument: Argument = {
  key: 'file',
  name: 'file',
  help: 'File to read: .ndjson, .json or .csv; - is stdin',
  required: true,
};

/** What every import takes beside where to and how. */
export const importFlags: readonly Flag[] = [
  { key: 'file', flag: '--file', takes: 'one', placeholder: 'PATH|-', help: fileArgument.help, hidden: true },
  {
    key: 'inputFormat',
    flag: '--input-format',
    takes: 'one',
    placeholder: 'FMT',
    choices: rowFormats,
    help: 'Format of the file, if its name does not say; stdin is read as ndjson',
  },
  concurrencyFlag,
  {
    key: 'restart',
    flag: '--restart',
    takes: 'none',
    help: 'Start over, instead of going on where an earlier run of this import stopped',
  },
];
