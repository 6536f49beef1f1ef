/** Generates types once, and writes or compares them. */
import { relative, resolve, sep } from 'node:path';
import type { Services } from '../../core/services.ts';
import { type CommandResult, textResult } from '../../core/spec.ts';
import { ExitCode } from '../../errors.ts';
import { shellWord } from '../../lib/text/shell-quote.ts';
import { visible } from '../../lib/text/visible.ts';
import type { FindOptions } from '../../project/file/find.ts';
import { readSchema, type SchemaRequest, type SchemaSource } from '../../project/schema/read.ts';
import { collectionsOf } from '../../schema/model.ts';
import type { Emitter } from '../../schema/types/emitter.ts';
import { type GenerateSettings, generate } from '../../schema/types/generate.ts';
import type { OptionValues } from './options.ts';
import { freshnessOf, outputFile, writeOutput } from './output-file.ts';
import { checkResult, writeResult } from './result.ts';
import { type Target, targetWord } from './target.ts';

export interface TypesValues extends FindOptions, OptionValues {
  readonly to: string | undefined;
  readonly lang: string | undefined;
  readonly from: string | undefined;
  readonly only: readonly string[] | undefined;
  readonly check: boolean;
  readonly watch: boolean;
}

/** The output that a line asks for. */
export interface TypesJob {
  readonly emitter: Emitter;
  readonly target: Target;
  readonly request: SchemaRequest;
  readonly settings: Omit<GenerateSettings, 'command'>;
  readonly values: TypesValues;
}

/** Reads, generates, and writes or compares once. */
export async function generateOnce(
  job: TypesJob,
  services: Services,
): Promise<{ readonly source: SchemaSource; readonly result: CommandResult }> {
  const { emitter, target, request, settings, values } = job;
  const { output, globals, context } = services;
  const source = await readSchema(request, services);
  for (const note of source.notes) output.note(note);
  if (request.only === undefined) warnOfMissing(source, services);
  const base = { cwd: context.cwd, folder: source.files?.folder ?? context.cwd };
  const text = generate(emitter, source.schema, { ...settings, command: commandOf(job, base) });
  if (target.kind === 'stdout') return { source, result: textResult(text) };
  const file = outputFile(target.path, text, services);
  const facts = { emitter, source, file };
  if (values.check) {
    const isStale = freshnessOf(file) !== 'fresh';
    return { source, result: { ...checkResult(facts), ...(isStale && { exitCode: ExitCode.differs }) } };
  }
  if (globals.dryRun) return { source, result: checkResult(facts) };
  const isWritten = await writeOutput(file, services);
  return { source, result: writeResult(facts, isWritten ? 'written' : 'unchanged') };
}

interface Base {
  readonly cwd: string;
  /** Folder of the project file, to which the command is relative. */
  readonly folder: string;
}

/**
 * Returns the command that generates the file again, the same wherever it runs. The origin of the schema is not part of
 * it, since a file and its server give the same types.
 */
function commandOf({ emitter, target, values }: TypesJob, { cwd, folder }: Base): string {
  const { config, env, only, names, style, sdk, dates, strictRequired, strictArrays, bigint } = values;
  const file = config && relative(folder, resolve(cwd, config)).split(sep).join('/');
  const words = [
    targetWord(target, emitter, folder),
    '--lang',
    emitter.name,
    ...flag('--config', file),
    ...flag('--env', env),
    ...(only ? ['--only', ...only] : []),
    ...flag('--names', names),
    ...flag('--style', style),
    ...flag('--sdk', sdk),
    ...flag('--dates', dates),
    ...(strictRequired ? ['--strict-required'] : []),
    ...(strictArrays ? ['--strict-arrays'] : []),
    ...(bigint ? ['--bigint'] : []),
  ];
  const quoted = words.filter((word) => word !== undefined).map(shellWord);
  return visible(`appwrite-cli types ${quoted.join(' ')}`);
}

const flag = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);

/** Relationships stay in their database. */
function warnOfMissing({ schema, title }: SchemaSource, { output }: Services): void {
  const all = collectionsOf(schema);
  const known = new Set(all.map(({ databaseId, id }) => `${databaseId}/${id}`));
  for (const { databaseId, id, fields } of all)
    for (const { key, type } of fields)
      if (type.kind === 'relationship' && !known.has(`${databaseId}/${type.related}`))
        output.warn(
          `${databaseId}/${id}/${key} leads to ${databaseId}/${type.related}, which ${title} does not have: it is written as an ID`,
        );
}
