import { basename } from 'node:path';
import { groupIn } from '../../api/console/index.ts';
import { type Group, operationOf } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { readChoice } from '../../bulk/options.ts';
import { onConflictChoices } from '../../bulk/variables/flags.ts';
import { importVariables } from '../../bulk/variables/import.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { readValues } from '../../operations/read.ts';
import { createSources } from '../../operations/sources.ts';
import { readEnvFile } from '../../project/file/env-file.ts';
import type { VariableOwner } from './owner.ts';

type ImportValues = FlagValues & {
  readonly file: string;
  readonly onConflict: string | undefined;
  readonly prune: boolean;
  readonly secret?: boolean | undefined;
};

/**
 * Sets variables as a file has them.
 * @throws CliError exit 2 for a file that can't be read, or has a line that sets nothing; as importVariables
 */
export async function importFile(
  owner: VariableOwner,
  input: ImportValues,
  services: Services,
): Promise<CommandResult> {
  const group = await groupOf(owner, services.apiVersion.version);
  const create = operationOf(group, 'create-variable');
  const list = operationOf(group, 'list-variables');
  const onConflict = readChoice('--on-conflict', input.onConflict, onConflictChoices);
  const sources = createSources(services.context);
  const place = owner.id ? await readValues(list, input, sources) : {};
  const { file } = input;
  const source = file === '-' ? 'stdin' : basename(file);
  const text = file === '-' ? await sources.stdin('<file>') : await sources.file('<file>', file);
  const wanted = readVariables(text, source, services);
  const maxLength = create.params.find(({ name }) => name === 'value')?.maxLength ?? Infinity;
  for (const [key, value] of wanted)
    if (value.length > maxLength)
      throw usageError(
        `${source}: the value of ${key} has ${value.length} characters, and the server takes ${maxLength}`,
      );
  const settings = {
    list,
    create,
    update: operationOf(group, 'update-variable'),
    remove: operationOf(group, 'delete-variable'),
    place,
    owner: owner.id ? `${owner.noun.replace(/^an? /, 'the ')} ${place[owner.id.key]}` : 'the project',
    wanted,
    source,
    onConflict,
    prune: input.prune,
    secret: input.secret,
  };
  return importVariables(settings, services);
}

/** Until 1.9 the variables of the project are the console's. */
async function groupOf({ name }: VariableOwner, version: ApiVersion): Promise<Group> {
  const entry = groupIn(version, name);
  if (!entry) throw new Error(`Appwrite ${version} has no group ${name}`);
  return (await entry.load()).at(version);
}

/** @throws CliError exit 2 for lines that set nothing, and a file without variables */
function readVariables(text: string, source: string, { output }: Services): ReadonlyMap<string, string> {
  const { variables, unreadable, repeated } = readEnvFile(text);
  const [line] = unreadable;
  // The line itself may hold a secret.
  if (line !== undefined)
    throw usageError(`${source}, line ${line} is not a variable`, 'write NAME=value, or # before a comment');
  if (variables.size === 0) throw usageError(`${source} sets no variable`);
  for (const key of repeated) output.warn(`${source} sets ${key} more than once: the last value counts`);
  return variables;
}
