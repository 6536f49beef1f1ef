import type { Credentials } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { FlagTexts } from '../../core/flags.ts';
import { type GlobalOptions, globalFlags, readGlobals } from '../../core/globals.ts';
import { encodeSegment } from '../../http/encode.ts';
import { bindArguments, globalTexts } from '../bind.ts';
import { isCalled } from '../entry.ts';
import { entriesIn } from '../registry.ts';
import { parseFlags, tokenise } from '../scan.ts';
import { type CompletableCommand, completableCommands, listFor, type ServerList } from './lists.ts';

/** A line that is being completed, without the word at the cursor. */
export interface UnfinishedLine {
  /** The words that name the command. */
  readonly entry: string;
  readonly command: string;
  /** The flag or the name of the argument that the word at the cursor belongs to. */
  readonly flag: string;
  /** The other words before the cursor, without the flag whose value is at the cursor. */
  readonly words: readonly string[];
}

/** A request for a list of the server. */
export interface Question {
  readonly list: ServerList;
  /** The list's path with the IDs of the line, percent-encoded. */
  readonly path: string;
  /** Values before the cursor that belong to the same flag or argument. */
  readonly given: readonly string[];
  readonly auth: Credentials;
  readonly apiVersion: ApiVersion;
  readonly globals: GlobalOptions;
}

const anyCredential: Credentials = ['Key', 'JWT', 'Session'];

/**
 * Finds the list of the server that completes an unfinished line.
 * @returns undefined if there is none, or if the line lacks an ID of the list's path
 * @throws CliError exit 2 if the line is wrong before the cursor
 */
export async function questionOf(line: UnfinishedLine, version: ApiVersion): Promise<Question | undefined> {
  const command = await findCommand(line, version);
  if (!command) return undefined;
  const { spec, operation } = command;

  const flags = [...globalFlags, ...spec.flags];
  const key =
    flags.find(({ flag }) => flag === line.flag)?.key ??
    spec.arguments.find(({ name }) => name === line.flag)?.key;
  if (key === undefined) return undefined;
  const list = listFor(command, key);
  if (!list) return undefined;

  const parsed = parseFlags(tokenise(line.words, globalFlags), spec.flags);
  const input = bindArguments(spec, parsed.input, [...parsed.words, ...(parsed.rest ?? [])]);
  const path = fill(list.path, input);
  if (path === undefined) return undefined;
  const auth = operation && operation.sentWith.length > 0 ? operation.sentWith : anyCredential;
  const globals = readGlobals(globalTexts(spec, input));
  return { list, path, given: input[key] ?? [], auth, apiVersion: version, globals };
}

async function findCommand(
  { entry, command }: UnfinishedLine,
  version: ApiVersion,
): Promise<CompletableCommand | undefined> {
  const found = entriesIn(version).find(({ name }) => name === entry);
  if (!found) return undefined;
  const named = ({ isEntry, spec }: CompletableCommand) => isEntry || isCalled(spec, command);
  return (
    (await completableCommands(found, version, 'public')).find(named) ??
    (await completableCommands(found, version)).find(named)
  );
}

/** @returns undefined if the line has no value for a placeholder */
function fill(template: string, input: FlagTexts): string | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  if (names.some((name) => input[name]?.[0] === undefined)) return undefined;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeSegment(`--${name}`, input[name]![0]!));
}
