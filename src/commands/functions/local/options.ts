import type { FlagValuesOf } from '../../../core/flags.ts';
import { usageError } from '../../../errors.ts';
import type { Protocol } from '../../../functions/runtime/types.ts';
import { wholeNumber } from '../../../lib/text/numbers.ts';
import type { localFlags, runFlags, triggerFlags } from './flags.ts';

export type LocalValues = FlagValuesOf<typeof localFlags>;
export type RunValues = FlagValuesOf<typeof runFlags> & {
  readonly functionIds: readonly string[] | undefined;
};
export type TriggerValues = FlagValuesOf<typeof triggerFlags> & { readonly functionId: string };

/** Something of a server that a variable of a function can hold. */
export const settable = ['endpoint', 'project', 'key'] as const;
export type Settable = (typeof settable)[number];

/** Name of a variable, and the thing of a server that it holds. */
export interface Mapping {
  readonly name: string;
  readonly what: Settable;
}

/** The flags of a process, checked. */
export interface LocalOptions {
  readonly protocol: Protocol;
  readonly mappings: readonly Mapping[];
  /** Undefined: that of the project file; 0: none. */
  readonly timeoutSeconds: number | undefined;
  readonly interpreter: string | undefined;
  readonly inspects: boolean;
  readonly builds: boolean;
}

/** Longest time limit that a server takes, in seconds. */
const maxTimeoutSeconds = 900;

/** @throws CliError exit 2 */
export function readLocalOptions(values: LocalValues): LocalOptions {
  for (const [flag, value] of [
    ['--as', values.as],
    ['--interpreter', values.interpreter],
    ['--env-file', values.envFile],
  ] as const)
    if (value === '') throw usageError(`${flag} is empty`, `leave ${flag} out or give it a value`);
  return {
    protocol: readProtocol(values.protocol),
    mappings: readMappings(values.set ?? []),
    timeoutSeconds: readTimeout(values.timeout) ?? (values.inspect ? 0 : undefined),
    interpreter: values.interpreter,
    inspects: values.inspect,
    builds: !values.noBuild,
  };
}

function readProtocol(given: string | undefined): Protocol {
  if (given === undefined || given === 'v3' || given === 'v4') return given ?? 'v3';
  throw usageError(`--protocol takes v3, v4, not "${given}"`);
}

function readTimeout(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = Number(wholeNumber(given) ?? -1);
  if (seconds >= 0 && seconds <= maxTimeoutSeconds) return seconds;
  throw usageError(
    `--timeout takes a whole number of seconds from 0 to ${maxTimeoutSeconds}, not "${given}"`,
    'the limit of a request to a server is --request-timeout',
  );
}

function readMappings(given: readonly string[]): Mapping[] {
  const names = new Set<string>();
  return given.map((text) => {
    const [, name, word] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
    const what = settable.find((one) => one === word);
    if (name === undefined || what === undefined)
      throw usageError(
        `--set takes NAME=endpoint, NAME=project or NAME=key, not "${text}"`,
        'other variables belong in .env, or in the project file',
      );
    if (names.has(name)) throw usageError(`--set ${name} is given twice`);
    names.add(name);
    return { name, what };
  });
}
