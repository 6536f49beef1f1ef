/** Writes the variables of functions into a file of their own, which Git does not see. */
import { chmodSync, lstatSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { usageError } from '../../errors.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { isIgnoredByGit } from '../../lib/files/git-ignore.ts';
import { isTrackedByGit } from '../../lib/files/git-index.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { visible } from '../../lib/text/visible.ts';
import { keyOf, type LiveProject, type LiveResource } from '../model/state.ts';
import { envFileLine, parseEnvFile } from './env-file.ts';

export interface VariablesText {
  readonly text: string;
  /** True if the file has to be written: there are variables, and it holds something else. */
  readonly isNew: boolean;
  /** Keys of the variables that are in it, such as `variable mailer/API_KEY`. */
  readonly written: readonly string[];
  /** Keys of those whose value the server keeps secret, or whose name such a file can't have. */
  readonly left: readonly string[];
}

/**
 * Returns variables as a line each, as in `.env`.
 * @param path absolute, of the file that they are for
 * @param isWanted says which of them
 * @throws CliError exit 2 if two functions have another value under one name
 */
export function variablesFor(
  path: string,
  live: LiveProject,
  isWanted: (resource: LiveResource) => boolean,
): VariablesText {
  const lines: string[] = [];
  const [written, left]: [string[], string[]] = [[], []];
  const known = new Map<string, { readonly value: string; readonly resource: LiveResource }>();
  let owner: string | undefined;
  for (const resource of live.resources.values()) {
    const isVariable = resource.kind === 'variable' || resource.kind === 'project variable';
    if (!isVariable || !isWanted(resource)) continue;
    const name = resource.path.at(-1)!;
    const value = resource.fields.get('value');
    const line = typeof value === 'string' ? envFileLine(name, value) : undefined;
    if (line === undefined || parseEnvFile(line).get(name) !== value) {
      left.push(keyOf(resource));
      continue;
    }
    const before = known.get(name);
    if (before && before.value !== value) throw conflict(name, before.resource, resource);
    written.push(keyOf(resource));
    if (before) continue;
    known.set(name, { value: value as string, resource });
    const heading = resource.kind === 'variable' ? `function ${visible(resource.path[0]!)}` : 'all functions';
    if (heading !== owner) lines.push(...(owner === undefined ? [] : ['']), `# ${heading}`);
    owner = heading;
    lines.push(line);
  }
  const text = lines.map((line) => `${line}\n`).join('');
  return { text, isNew: text !== '' && text !== textOf(path), written, left };
}

function textOf(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined;
}

function conflict(name: string, one: LiveResource, other: LiveResource) {
  return usageError(
    `--with-variables: ${keyOf(one)} and ${keyOf(other)} have different values, and a file can hold one ${name}`,
    `name one function, as in pull variables/${other.path[0]} --with-variables FILE`,
  );
}

/**
 * Refuses a place where secrets could be published or lost.
 * @param path absolute
 * @param overwrite true if an existing file may be replaced
 * @throws CliError exit 2 with the reason
 */
export function checkVariablesPath(path: string, { overwrite }: { readonly overwrite: boolean }): void {
  const isTracked = isTrackedByGit(path);
  if (isTracked !== false)
    throw usageError(
      isTracked
        ? `--with-variables: Git tracks ${path}, so that everyone with the repository would see the values`
        : `--with-variables: the index of the repository can't be read, so that Git may track ${path}`,
      'choose another file',
    );
  if (!isIgnoredByGit(path))
    throw usageError(
      `--with-variables: Git does not ignore ${path}`,
      'add it to .gitignore, or choose another file',
    );
  if (!overwrite && lstatSync(path, { throwIfNoEntry: false }))
    throw usageError(`--with-variables: ${path} already exists`, 'add --yes to replace it');
}

/**
 * Writes the file atomically, for its user only.
 * @param path absolute
 * @throws CliError exit 2 if it can't be written there, exit 1 if it fails
 */
export async function writeVariables(path: string, text: string): Promise<void> {
  try {
    makeFolders(dirname(path));
  } catch (error) {
    throw writeFailure(path, error);
  }
  const existing = lstatSync(path, { throwIfNoEntry: false });
  // The new file gets the mode of the one that it replaces.
  if (existing?.isFile() && (existing.mode & 0o077) !== 0) chmodSync(path, 0o600);
  const file = await openAtomic(path, { overwrite: existing !== undefined, isPrivate: true });
  try {
    await file.write(text);
    await file.commit();
  } finally {
    await file.discard();
  }
}
