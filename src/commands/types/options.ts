/** Reads the flags that say how types look. */
import { choiceOf } from '../../core/choice.ts';
import { usageError } from '../../errors.ts';
import type { Emitter, EmitterOptions, OptionName } from '../../schema/types/emitter.ts';
import { defaultOptions } from '../../schema/types/generate.ts';
import type { NameSource } from '../../schema/types/names.ts';

export interface OptionValues {
  readonly names: string | undefined;
  readonly style: string | undefined;
  readonly sdk: string | undefined;
  readonly dates: string | undefined;
  readonly strictRequired: boolean;
  readonly strictArrays: boolean;
  readonly bigint: boolean;
}

const flags: Readonly<Record<OptionName, string>> = {
  dates: '--dates',
  nullableItems: '--strict-arrays',
  nullableRequired: '--strict-required',
  sdk: '--sdk',
  bigint: '--bigint',
};

/** Options of a language that does not say which it has. */
const commonOptions: readonly OptionName[] = ['dates', 'nullableItems', 'nullableRequired'];

/** @throws CliError exit 2 for a value that is none of the choices, or an option that the language does not have */
export function readOptions(values: OptionValues, emitter: Emitter): EmitterOptions {
  const options: EmitterOptions = {
    dates: choiceOf('--dates', values.dates, ['string', 'date']) ?? 'string',
    nullableItems: values.strictArrays,
    nullableRequired: values.strictRequired,
    style: readStyle(values.style, emitter),
    sdk: choiceOf('--sdk', values.sdk, ['node-appwrite']),
    bigint: values.bigint,
  };
  const { options: heeded = commonOptions, title } = emitter;
  for (const [name, flag] of Object.entries(flags) as [OptionName, string][])
    if (options[name] !== defaultOptions[name] && !heeded.includes(name))
      throw usageError(`${flag} has no effect on ${title}`, 'leave it out');
  return options;
}

/** @throws CliError exit 2 for a value that is none of the choices */
export const readNames = (names: string | undefined): NameSource =>
  choiceOf('--names', names, ['auto', 'id', 'name']) ?? 'auto';

function readStyle(style: string | undefined, { styles = [], title }: Emitter): string | undefined {
  if (style !== undefined && styles.length === 0)
    throw usageError(`--style has no effect on ${title}`, 'leave it out');
  return choiceOf('--style', style, styles);
}
