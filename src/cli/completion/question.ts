import type { Credentials } from '../../api/schema.ts';
import type { FlagTexts } from '../../core/flags.ts';
import { type GlobalOptions, globalFlags, readGlobals } from '../../core/globals.ts';
import { encodeSegment } from '../../http/encode.ts';
import { bindArguments } from '../bind.ts';
import { entries } from '../registry.ts';
import { parseFlags, tokenise } from '../scan.ts';
import { listFor, type ServerList } from './lists.ts';
import { type Place, placesOf } from './place.ts';

/** A line that is being completed, without the word at the cursor. */
export interface UnfinishedLine {
  /** Its first word, and the one that names the command. */
  readonly entry: string;
  readonly command: string;
  /** What the word at the cursor is for: a flag, or the name of an argument. */
  readonly flag: string;
  /** The other words in front of the cursor. */
  readonly words: readonly string[];
}

/** What the server is to be asked for, and over which connection. */
export interface Question {
  readonly list: ServerList;
  /** The list's path with the IDs of the line in it, percent-encoded. */
  readonly path: string;
  /** What the line says already for the flag or argument at the cursor. */
  readonly said: readonly string[];
  /** The credentials that the command takes. */
  readonly auth: Credentials;
  readonly globals: GlobalOptions;
}

const anyCredential: Credentials = ['Key', 'JWT', 'Session'];

/**
 * Finds out which list of the server's an unfinished line needs.
 * @returns undefined where there is none, or the line doesn't name yet what the list is in
 * @throws CliError where the line is wrong in front of the cursor already
 */
export async function questionOf(line: UnfinishedLine): Promise<Question | undefined> {
  const place = await findPlace(line);
  if (!place) return undefined;
  const { spec, operation } = place;

  const flags = [...globalFlags, ...spec.flags];
  const key =
    flags.find(({ flag }) => flag === line.flag)?.key ??
    spec.arguments.find(({ name }) => name === line.flag)?.key;
  if (key === undefined) return undefined;
  const list = listFor(place, key);
  if (!list) return undefined;

  // The flag that is waiting for the word at the cursor has no value yet.
  const words = line.words.at(-1) === line.flag ? line.words.slice(0, -1) : line.words;
  const scanned = parseFlags(tokenise(words, globalFlags), spec.flags);
  const input = bindArguments(spec, scanned.input, [...scanned.words, ...(scanned.rest ?? [])]);
  const path = fill(list.path, input);
  if (path === undefined) return undefined;
  const auth = operation && operation.sentWith.length > 0 ? operation.sentWith : anyCredential;
  return { list, path, said: input[key] ?? [], auth, globals: readGlobals(input) };
}

async function findPlace({ entry, command }: UnfinishedLine): Promise<Place | undefined> {
  const found = entries.find(({ name }) => name === entry);
  const places = found ? await placesOf(found) : [];
  return places.find(
    ({ isEntry, spec: { name, aliases } }) => isEntry || name === command || aliases?.includes(command),
  );
}

/** @returns undefined where the line has no value for a placeholder */
function fill(template: string, input: FlagTexts): string | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  if (names.some((name) => input[name]?.[0] === undefined)) return undefined;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeSegment(`--${name}`, input[name]![0]!));
}
