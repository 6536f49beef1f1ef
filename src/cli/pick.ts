/** Lets the user choose the arguments that a line lacks. Loaded only on a terminal, for such lines. */
import type { Operation } from '../api/schema.ts';
import type { ApiVersion } from '../api/versions.ts';
import type { Argument, FlagTexts, FlagValues } from '../core/flags.ts';
import type { Choice, Questions } from '../core/prompts/questions.ts';
import type { Services } from '../core/services.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import { projectParam, withProject } from '../operations/current-project.ts';
import type { Values } from '../operations/request.ts';
import { type Item, itemOf } from './completion/items.ts';
import { type CompletableCommand, completableCommands, listAt, listFor } from './completion/lists.ts';
import { type CommandCall, isCalled } from './entry.ts';
import { type FirstItems, loadFirstItems, matching } from './pick-items.ts';
import { entriesIn } from './registry.ts';

/** An argument, and the place where its values come from. */
interface Choosable {
  readonly argument: Argument;
  readonly choices?: readonly string[] | undefined;
  /** The operation that lists them on the server. */
  readonly list?: Operation | undefined;
  /** The operations of its group. */
  readonly siblings: readonly Operation[];
}

/**
 * Asks for missing arguments one after the other, since each list may depend on the choices before.
 * @param ask a terminal
 * @returns the words by the keys of the arguments; undefined if the values of one are in no list
 * @throws CliError exit 2 if a list is empty; exit 130 on Ctrl-C; of the request for a list
 */
export async function pickArguments(
  call: CommandCall,
  missing: readonly Argument[],
  ask: Questions,
  services: Services,
): Promise<FlagTexts | undefined> {
  const command = await completableCommand(call, services);
  const { version } = services.apiVersion;
  const choosable =
    command && (await Promise.all(missing.map((argument) => choosableOf(command, argument, version))));
  if (!choosable?.every((one) => one !== undefined)) return undefined;
  const picked: Record<string, string> = {};
  for (const one of choosable)
    picked[one.argument.key] = await pick(one, { ...call.values, ...picked }, ask, services);
  return Object.fromEntries(Object.entries(picked).map(([key, id]) => [key, [id]]));
}

async function completableCommand(
  { path: [name = ''], command }: CommandCall,
  { apiVersion: { version } }: Services,
): Promise<CompletableCommand | undefined> {
  const entry = entriesIn(version).find((one) => isCalled(one, name));
  if (!entry) return undefined;
  return (await completableCommands(entry, version)).find(({ spec }) => spec.name === command.name);
}

/** Returns undefined for text that the user makes up: a path, a locale, the ID of what the command creates. */
async function choosableOf(
  command: CompletableCommand,
  argument: Argument,
  version: ApiVersion,
): Promise<Choosable | undefined> {
  if (command.operation?.command.startsWith('upsert-')) return undefined;
  const { siblings } = command;
  if (argument.choices) return { argument, choices: argument.choices, siblings };
  const found = listFor(command, argument.key);
  const list = found && (await listAt(found.path, siblings, version));
  return list && { argument, list, siblings };
}

async function pick(
  { argument, choices = [], list, siblings }: Choosable,
  values: FlagValues,
  ask: Questions,
  services: Services,
): Promise<string> {
  const flag = `--${argument.name} ID`;
  const searchIn = (
    message: string,
    find: (typed: string, signal: AbortSignal) => Promise<readonly Item[]>,
  ) => ask.search({ message, flag, find: async (typed, signal) => rows(await find(typed, signal)) });
  if (!list) {
    const items = choices.map((choice) => itemOf(choice, ''));
    return searchIn(`${argument.help}:`, async (typed) => matching(items, typed));
  }
  const subject = nounOf(argument, list);
  const first = await firstItems(argument, list, values, services);
  if (first === undefined) return ask.text({ message: `${subject} ID:`, flag, read: notEmpty });
  if (first.items.length === 0) throw nothingToChoose(argument, list, siblings);
  const message = first.isComplete
    ? `${subject}:`
    : `${subject} (the first ${first.items.length}; type to search the others):`;
  return searchIn(message, first.find);
}

/** @returns undefined if the credential may not read the list */
async function firstItems(
  argument: Argument,
  list: Operation,
  line: FlagValues,
  services: Services,
): Promise<FirstItems | undefined> {
  const input = projectParam(list) ? await withProject(list, line, services) : line;
  // Only IDs of the path, which are text.
  const ids = list.params.flatMap(({ name, in: place }) =>
    place === 'path' && typeof input[name] === 'string' ? [[name, input[name]] as const] : [],
  );
  const values: Values = Object.fromEntries(ids);
  const progress = services.output.progress({ label: 'reading the list' });
  try {
    return await loadFirstItems(list, values, services);
  } catch (error) {
    const isForbidden = error instanceof HttpError && error.exitCode === ExitCode.auth;
    if (!isForbidden) throw error instanceof HttpError ? error : unreachable(argument, error);
    services.output.note(`the list to choose from can't be read: ${error.message}`);
    return undefined;
  } finally {
    progress.stop();
  }
}

/** Returns the error for a missing argument if there is no server to ask for a list. */
function unreachable({ name }: Argument, error: unknown): unknown {
  if (!(error instanceof CliError) || error.exitCode !== ExitCode.auth) return error;
  return new CliError(
    error.exitCode,
    `<${name}> is missing, and there is no list to choose from: ${error.message}`,
    {
      hint: error.hint,
    },
  );
}

/** @param siblings the operations of the list's group */
function nothingToChoose(
  { name }: Argument,
  { path, group }: Operation,
  siblings: readonly Operation[],
): CliError {
  const things = path.slice(path.lastIndexOf('/') + 1).replace(/^(tables|documents|vectors)db$/, 'databases');
  const create = siblings.find((one) => one.method === 'POST' && one.path === path);
  return usageError(
    `<${name}> is missing, and there are no ${things} to choose from`,
    create && `appwrite-cli ${group} ${create.command} creates one`,
  );
}

/** Returns the noun for what an argument names, with a capital: `Document` for `<document-id>`. */
function nounOf({ name }: Argument, { response }: Operation): string {
  const named = name.endsWith('-id') ? name.slice(0, -'-id'.length) : undefined;
  const noun = named ?? response?.replace(/List$/, '').replace(/[A-Z]/g, ' $&').toLowerCase() ?? name;
  return noun.charAt(0).toUpperCase() + noun.slice(1).replaceAll('-', ' ');
}

/** Longer IDs are not aligned. */
const maxAlignedLength = 36;

function rows(items: readonly Item[]): Choice<string>[] {
  const width = Math.min(Math.max(0, ...items.map(({ id }) => id.length)), maxAlignedLength);
  return items.map(({ id, name }) => ({
    name: name === '' ? id : `${id.padEnd(width)}  ${name}`,
    short: id,
    value: id,
  }));
}

function notEmpty(typed: string): string {
  const id = typed.trim();
  if (id === '') throw usageError('it is empty');
  return id;
}
