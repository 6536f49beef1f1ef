import { choiceOf } from '../../core/choice.ts';
import { exclusion } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import {
  dryRunOfSchema,
  originOf,
  readCollectionPatterns,
  schemaOrigins,
} from '../../project/schema/read.ts';
import { generateOnce, type TypesJob, type TypesValues } from './generation.ts';
import { emitterFor } from './language.ts';
import { readNames, readOptions } from './options.ts';
import { targetOf } from './target.ts';

/**
 * Generates types from the schema.
 * @throws CliError exit 2 for a wrong line or a faulty file, exit 1 if a file can't be written; as `readSchema`
 */
export async function runTypes(values: TypesValues, services: Services): Promise<CommandResult> {
  if (values.check && values.watch) throw exclusion('--check', '--watch', 'leave one of them out');
  const job = await jobOf(values, services);
  if (services.globals.dryRun && originOf(job.request, services).from === 'server')
    return dryRunOfSchema(job.request, services);
  if (values.watch) return (await import('./watch.ts')).watchTypes(job, services);
  return (await generateOnce(job, services)).result;
}

async function jobOf(values: TypesValues, services: Services): Promise<TypesJob> {
  const { to, lang, from, only, check, watch, config, env } = values;
  const emitter = await emitterFor(lang, to ?? services.globals.out, services);
  return {
    emitter,
    target: targetOf({ to, needsFile: check || watch }, emitter, services),
    request: {
      file: { config, env },
      from: choiceOf('--from', from, schemaOrigins),
      only: readCollectionPatterns(only),
    },
    settings: { names: readNames(values.names), options: readOptions(values, emitter) },
    values,
  };
}
