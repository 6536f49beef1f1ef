import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { functions } from '../../../api/functions.ts';
import { operationOf } from '../../../api/schema.ts';
import { isHumanOutput } from '../../../core/globals.ts';
import { missingValues } from '../../../core/missing.ts';
import { createQuestions } from '../../../core/prompts/questions.ts';
import type { Services } from '../../../core/services.ts';
import { type CommandResult, jsonResult, textResult } from '../../../core/spec.ts';
import { usageError } from '../../../errors.ts';
import { languageName, parseRuntime } from '../../../functions/runtime/environment.ts';
import { makeFolders } from '../../../lib/files/folders.ts';
import { writeFailure } from '../../../lib/files/target.ts';
import { closestMatch } from '../../../lib/text/suggest.ts';
import { readVariable } from '../../../profile/credential.ts';
import { addEntry, hasEntry } from '../../../project/file/add-entry.ts';
import type { EditedFile } from '../../../project/file/edit.ts';
import { findProjectFile, newProjectFile, type ProjectFiles } from '../../../project/file/find.ts';
import { shownPath } from '../../../project/file/source.ts';
import { writeProject } from '../../../project/file/write.ts';
import { isId } from '../../../sandbox/core/ids.ts';
import { type Template, templates } from './templates.ts';

interface InitValues {
  readonly name: string;
  readonly runtime: string | undefined;
  readonly path: string | undefined;
  readonly config: string | undefined;
}

/** All that is going to be written. */
interface NewFunction {
  readonly id: string;
  readonly runtime: string;
  readonly template: Template;
  /** Absolute path of the folder for the code. */
  readonly folder: string;
  readonly edited: EditedFile;
}

/** Seconds; a server's own default. */
const timeout = 15;
const maxNameLength = 128;

/**
 * Writes a new function: a folder with its code, and its entry in the project file.
 * @throws CliError exit 2, and nothing is written, for a name without an ID, a runtime without a template, and a function or
 *   a folder that exists
 */
export async function initFunction(values: InitValues, services: Services): Promise<CommandResult> {
  const { context, globals } = services;
  const id = idOf(values.name);
  const files = filesOf(values, services);
  if (hasEntry(files, 'function', id))
    throw usageError(`${files.path} has a function ${id} already`, 'choose another name');
  const folder =
    values.path === undefined ? join(files.folder, 'functions', id) : resolve(context.cwd, values.path);
  if (existsSync(folder))
    throw usageError(`${shownPath(context, folder)} exists already`, 'choose another folder with --path');
  const runtime = await readRuntime(values.runtime, services);
  const template = templates[parseRuntime(runtime)!.language]!(id);
  const projectId = globals.project ?? readVariable(context.env, 'APPWRITE_PROJECT_ID');
  const entry = entryOf({
    id,
    name: values.name,
    runtime,
    template,
    path: slashes(relative(files.folder, folder)),
  });
  const made: NewFunction = {
    id,
    runtime,
    template,
    folder,
    edited: addEntry(files, 'function', entry, projectId),
  };
  if (globals.dryRun) return textResult(description(made, services));
  await write(made, services);
  return report(made, services);
}

/** @throws CliError exit 2 for a name that is too long, or that no ID can be made of */
function idOf(name: string): string {
  if (name.length > maxNameLength) throw usageError(`the name has more than ${maxNameLength} characters`);
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  if (isId(id)) return id;
  throw usageError(
    id === '' ? `no ID can be made of "${name}"` : `the ID ${id} has more than 36 characters`,
    'choose a shorter name, with Latin letters or digits',
  );
}

function filesOf({ config }: InitValues, { context, output }: Services): ProjectFiles {
  const isThere = config === undefined || existsSync(resolve(context.cwd, config));
  const files =
    (isThere ? findProjectFile(context, { config }) : undefined) ?? newProjectFile(context, { config });
  for (const warning of files.warnings) output.warn(warning);
  return files;
}

async function readRuntime(given: string | undefined, services: Services): Promise<string> {
  const { apiVersion, context, globals } = services;
  const create = operationOf(functions.at(apiVersion.version), 'create');
  const all = create.params.find(({ name }) => name === 'runtime')?.enum ?? [];
  const usable = all.filter((id) => Object.hasOwn(templates, parseRuntime(id)?.language ?? ''));
  if (given === undefined) {
    const ask = createQuestions(context, globals);
    const flag = '--runtime ID';
    if (!ask.possible)
      throw missingValues([{ name: '--runtime', help: `a runtime such as ${usable.join(', ')}` }]);
    const choices = usable.map((value) => ({ name: value, value }));
    return ask.choose({
      message: 'Runtime',
      flag,
      choices,
      default: usable.find((id) => id === 'node-18.0'),
    });
  }
  if (usable.includes(given)) return given;
  const languages = Object.keys(templates).join(', ');
  if (all.includes(given))
    throw usageError(
      `there is no template for ${given}, only for ${languages}`,
      'write the code and its entry in the project file by hand',
    );
  const guess = closestMatch(given, usable);
  throw usageError(
    `--runtime takes a runtime of Appwrite ${apiVersion.version}, not "${given}"`,
    guess === undefined ? `runtimes with a template: ${usable.join(', ')}` : `did you mean ${guess}?`,
  );
}

/** Members in the order of the official CLI. */
const entryOf = (of: {
  readonly id: string;
  readonly name: string;
  readonly runtime: string;
  readonly template: Template;
  readonly path: string;
}): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({
      $id: of.id,
      execute: ['any'],
      name: of.name,
      enabled: true,
      logging: true,
      runtime: of.runtime,
      events: ['users.*.create'],
      schedule: '',
      timeout,
      entrypoint: of.template.entrypoint,
      commands: '',
      path: of.path,
    }).map(([name, value]) => [name, JSON.stringify(value)]),
  );

const slashes = (path: string): string => path.split(sep).join('/') || '.';

/**
 * Writes the folder beside its place, moves it there, and then changes the project file.
 * @throws CliError if anything can't be written; nothing is left then
 */
async function write({ folder, template, edited }: NewFunction, { context }: Services): Promise<void> {
  let draft: string | undefined;
  try {
    makeFolders(dirname(folder));
    draft = join(dirname(folder), `.${basename(folder)}-${process.pid}`);
    mkdirSync(draft);
    for (const [path, text] of Object.entries(template.files)) {
      makeFolders(dirname(join(draft, path)));
      writeFileSync(join(draft, path), text);
    }
    renameSync(draft, folder);
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    throw writeFailure(shownPath(context, folder), error);
  }
  try {
    await writeProject({ files: [edited] });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function description({ id, folder, template, edited }: NewFunction, { context }: Services): string {
  const shown = shownPath(context, folder);
  return [
    `The function ${id} would be made:`,
    ...Object.keys(template.files).map((path) => `  ${join(shown, path)}`),
    `  ${edited.source.path}, with its entry`,
  ].join('\n');
}

function report({ id, runtime, folder, template, edited }: NewFunction, services: Services): CommandResult {
  const { context, globals, output } = services;
  const shown = shownPath(context, folder);
  if (!isHumanOutput(globals))
    return jsonResult({
      functionId: id,
      runtime,
      path: shown,
      files: Object.keys(template.files),
      projectFile: edited.source.path,
    });
  const { language, version } = parseRuntime(runtime)!;
  output.note(
    `Made ${shown} for ${languageName(language)} ${version}, and its entry in ${edited.source.path}: anyone may call the function, and it runs for each new user.`,
  );
  output.note('Next:');
  output.verbatim(`  appwrite-cli functions run ${id}`);
  output.verbatim(`  appwrite-cli functions trigger ${id} --http '/?name=Ada'`);
  output.note(`Its test, in that folder: ${template.testCommand}`);
  return {};
}
