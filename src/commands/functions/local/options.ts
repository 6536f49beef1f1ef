import { exclusion, type FlagValuesOf } from '../../../core/flags.ts';
import { usageError } from '../../../errors.ts';
import type { Protocol } from '../../../functions/runtime/types.ts';
import { wholeNumber } from '../../../lib/text/numbers.ts';
import { secondsIn } from '../../../lib/text/units.ts';
import type { SandboxFact } from '../../../sandbox/core/function-host.ts';
import { factsOf } from '../../sandbox/facts.ts';
import type { localFlags, runFlags, triggerFlags } from './flags.ts';

export type LocalValues = FlagValuesOf<typeof localFlags>;
export type RunValues = FlagValuesOf<typeof runFlags> & {
  readonly functionIds: readonly string[] | undefined;
};
export type TriggerValues = FlagValuesOf<typeof triggerFlags> & { readonly functionId: string };

/** The flags of a process, checked. */
export interface LocalOptions {
  readonly protocol: Protocol;
  /** Variables of `--set` by name. */
  readonly facts: Readonly<Record<string, SandboxFact>>;
  /** Undefined: that of the project file; 0: none. */
  readonly timeoutSeconds: number | undefined;
  readonly interpreter: string | undefined;
  readonly inspects: boolean;
  readonly builds: boolean;
  readonly usesDocker: boolean;
}

/** Longest time limit that a server takes, in seconds. */
const maxTimeoutSeconds = 900;

/** @throws CliError exit 2 */
export function readLocalOptions(values: LocalValues): LocalOptions {
  if (values.docker && values.interpreter !== undefined)
    throw exclusion('--docker', '--interpreter', 'an image has its own interpreter');
  if (values.docker && values.inspect)
    throw exclusion('--docker', '--inspect', 'no debugger reaches the process in an image');
  for (const [flag, value] of [
    ['--as', values.as],
    ['--interpreter', values.interpreter],
    ['--env-file', values.envFile],
  ] as const)
    if (value === '') throw usageError(`${flag} is empty`, `leave ${flag} out or give it a value`);
  return {
    protocol: readProtocol(values.protocol),
    facts: factsOf(values.set),
    timeoutSeconds: readTimeout(values.timeout) ?? (values.inspect ? 0 : undefined),
    interpreter: values.interpreter,
    inspects: values.inspect,
    builds: !values.noBuild,
    usesDocker: values.docker,
  };
}

function readProtocol(given: string | undefined): Protocol {
  if (given === undefined || given === 'v3' || given === 'v4') return given ?? 'v3';
  throw usageError(`--protocol takes v3, v4, not "${given}"`);
}

function readTimeout(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = Number(wholeNumber(given) ?? secondsIn(given) ?? -1);
  if (seconds >= 0 && seconds <= maxTimeoutSeconds) return seconds;
  throw usageError(
    `--timeout takes a whole number of seconds from 0 to ${maxTimeoutSeconds}, or a duration such as 5m, not "${given}"`,
    'the limit of a request to a server is --request-timeout',
  );
}
