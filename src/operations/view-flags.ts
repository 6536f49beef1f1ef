/** `--web` and `--watch`: other ways to look at what an operation shows. Read with every line, so that it stays small. */
import { consolePage } from '../api/console-pages.ts';
import type { Operation } from '../api/schema.ts';
import { type Flag, type FlagSet, type FlagValuesOf, flagsOf } from '../core/flags.ts';
import { isList, queriesParam } from './query/flags.ts';

export const webFlags = {
  web: { flag: '--web', arity: 'none', help: "Open the console's page of it in a browser; send nothing" },
} as const satisfies FlagSet;

const watchFlags = {
  watch: {
    flag: '--watch',
    arity: 'none',
    help: 'Repeat the request and show the changes, until Ctrl-C',
  },
  interval: {
    flag: '--interval',
    arity: 'value',
    placeholder: 'TIME',
    help: 'Time between requests, such as 10s or 5m (2s)',
  },
} as const satisfies FlagSet;

export type ViewValues = Partial<FlagValuesOf<typeof webFlags & typeof watchFlags>>;

/** Returns the flags of an operation for other views of its answer. */
export function viewFlags(operation: Operation): readonly Flag[] {
  const isWatchable =
    operation.method === 'GET' && queriesParam(operation) !== undefined && isList(operation);
  return [
    ...(isWatchable ? flagsOf(watchFlags) : []),
    ...(consolePage(operation) === undefined ? [] : flagsOf(webFlags)),
  ];
}
