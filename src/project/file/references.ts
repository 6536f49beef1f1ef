/** Secrets that a file names instead of holding them: in an environment variable, or in a file outside of Git. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import { isTrackedByGit } from '../../lib/files/git-index.ts';
import { JsonError } from '../../lib/json/error.ts';
import { type JsonNode, memberNamed, parseTree, stringAt } from '../../lib/json/tree.ts';
import { maxProjectFileBytes } from '../../profile/folder.ts';
import type { SecretReference } from '../model/state.ts';
import { parseEnvFile } from './env-file.ts';

/** Maximum size of a file that holds a secret, in bytes. */
const maxSecretBytes = 1024 * 1024;

/** Place of the files and variables that references name. */
export interface ReferenceContext {
  /** Absolute path of the folder of the project file. */
  readonly folder: string;
  readonly env: Context['env'];
}

export type Resolution =
  | { readonly value: string }
  /** One line that completes `… ` with the reason: `the environment variable X is not set`. */
  | { readonly problem: string };

/** Returns the value that a reference leads to, or the reason why there is none. */
export function lookUp(
  reference: Exclude<SecretReference, { readonly from: 'server' }>,
  { folder, env }: ReferenceContext,
): Resolution {
  switch (reference.from) {
    case 'environment': {
      const value = env[reference.name];
      if (value === undefined || value === '')
        return { problem: `the environment variable ${reference.name} is not set` };
      return { value };
    }
    case 'file':
      return fromFile(reference, folder);
    case 'project file':
      return fromProjectFile(reference, folder);
  }
}

/**
 * Resolves a reference of a plan.
 * @throws CliError exit 2 if the variable is not set, or the file can't be used
 */
export function resolveReference(
  reference: Exclude<SecretReference, { readonly from: 'server' }>,
  context: ReferenceContext,
): string {
  const resolution = lookUp(reference, context);
  if ('problem' in resolution) throw usageError(resolution.problem);
  return resolution.value;
}

/**
 * Resolves the references of a plan. All that are missing are named together.
 * @throws CliError exit 2
 */
export function requireReferences(
  references: readonly Exclude<SecretReference, { readonly from: 'server' }>[],
  context: ReferenceContext,
): void {
  const problems = references.flatMap((reference) => {
    const resolution = lookUp(reference, context);
    return 'problem' in resolution ? resolution.problem : [];
  });
  if (problems.length > 0) throw usageError([...new Set(problems)].join('; '));
}

function fromFile(
  { path, variable }: Extract<SecretReference, { readonly from: 'file' }>,
  folder: string,
): Resolution {
  const absolute = resolve(folder, path);
  const isTracked = isTrackedByGit(absolute);
  if (isTracked === undefined)
    return { problem: `the index of Git can't be read, and it may hold the file ${path}` };
  if (isTracked) return { problem: `the file ${path} is in Git; a secret needs a file that Git ignores` };
  const text = readText(absolute, maxSecretBytes);
  if ('problem' in text) return { problem: `the file ${path} ${text.problem}` };
  if (variable === undefined) return { value: text.value.replace(/\r?\n$/, '') };
  const value = parseEnvFile(text.value).get(variable);
  return value === undefined ? { problem: `the file ${path} does not set ${variable}` } : { value };
}

function fromProjectFile(
  { path, pointer }: Extract<SecretReference, { readonly from: 'project file' }>,
  folder: string,
): Resolution {
  const text = readText(resolve(folder, path), maxProjectFileBytes);
  if ('problem' in text) return { problem: `the file ${path} ${text.problem}` };
  try {
    const node = pointer.reduce<JsonNode | undefined>(
      (outer, step) =>
        typeof step === 'string'
          ? memberNamed(outer, step)
          : outer?.kind === 'array'
            ? outer.items[step]
            : undefined,
      parseTree(text.value),
    );
    const value = stringAt(text.value, node);
    return value === undefined
      ? { problem: `the file ${path} has no text at ${pointer.join('.')}` }
      : { value };
  } catch (error) {
    if (error instanceof JsonError) return { problem: `the file ${path} is not valid JSON` };
    throw error;
  }
}

function readText(path: string, maxBytes: number): Resolution {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { problem: 'is not a file' };
    if (stats.size > maxBytes) return { problem: `is larger than ${maxBytes} bytes` };
    return { value: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    return { problem: `can't be read: ${reasonOf(error)}` };
  }
}
