/**
 * Answers of the last seconds, for the next TAB in the same line. Loaded before everything that can work out an answer, most of
 * which it saves: so it must stay small.
 */
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, isInCi } from '../../context.ts';
import { cacheFolder } from '../../profile/paths.ts';
import { readTrustedFile } from '../../profile/trusted-file.ts';
import { version } from '../../version.ts';

/** An answer, and all that it depends on. */
export interface RecentAnswer {
  readonly text: string;
  /** Milliseconds since the Unix epoch at which the server gave the items. */
  readonly at: number;
  /** Stamps of the files that decide about the connection, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Several TABs in a row ask the server once. */
const maxAgeMs = 30_000;
const maxFileBytes = 4 * 1024 * 1024;

/**
 * Returns the answer to a question of a shell, if it was given a moment ago and nothing that it depends on has changed.
 * @param argv the words after `__complete`
 */
export function recentAnswer(argv: readonly string[], context: Context): string | undefined {
  try {
    const path = recentFile(context);
    const answer =
      path === undefined ? undefined : readFresh<RecentAnswer>(context, path)[keyOf(argv, context)];
    const isCurrent =
      answer && Object.entries(answer.files).every(([file, stamp]) => stampOf(file) === stamp);
    return isCurrent ? answer.text : undefined;
  } catch {
    // No folder, for example. The long way deals with that.
    return undefined;
  }
}

/** Path of the file of recent answers; undefined if there is none, as in CI. */
export function recentFile(context: Context): string | undefined {
  const folder = isInCi(context.env) ? undefined : cacheFolder(context);
  return folder && join(folder, 'completion', 'recent.json');
}

/**
 * Returns the entries of a file of the cache that are not too old; none if it can't be trusted or read.
 * @param path of an object in JSON
 */
export function readFresh<Entry extends { readonly at: number }>(
  context: Context,
  path: string,
): Readonly<Record<string, Entry>> {
  const reading = readTrustedFile(path, context.uid === undefined ? undefined : [context.uid], maxFileBytes);
  if (reading.kind !== 'text') return {};
  try {
    const all: Readonly<Record<string, Entry>> = JSON.parse(reading.text);
    return Object.fromEntries(Object.entries(all).filter(([, { at }]) => isFresh(at, context.now())));
  } catch {
    return {};
  }
}

const isFresh = (at: number, now: number): boolean => at <= now && now < at + maxAgeMs;

/**
 * Identifies a question: by the line without the beginning of the word at the cursor, the folder, and the whole environment,
 * so that no variable can be forgotten. It is a hash, and tells no secret among these.
 */
export function keyOf([flag, _typed, ...words]: readonly string[], { env, cwd }: Context): string {
  return hash(JSON.stringify([version, flag, words, cwd, env]));
}

/** Changes with a file, with its owner and mode, and with the link that leads to it. */
export function stampOf(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false });
  const file = link && statSync(path, { throwIfNoEntry: false });
  return [link, file].map((stats) => stats && `${stats.ino} ${stats.size} ${stats.ctimeMs}`).join(' ');
}

/** Two multiplicative hashes of 32 bits: enough to tell some lines apart, and without node:crypto, which takes long to load. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 15);
  }
  return `${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`;
}
