import { allGroups, consoleAdditions } from '../api/console/index.ts';
import type { Operation, Param } from '../api/schema.ts';
import { type ApiVersion, existsIn } from '../api/versions.ts';
import { type CommandResult, type CommandSpec, defineCommand, jsonResult } from '../core/spec.ts';
import { type Entry, isGroup } from './entry.ts';

/** @param entriesIn the commands to list, itself among them: handed in, since the registry imports this module */
export const listCommandsSpec = (entriesIn: (version: ApiVersion) => readonly Entry[]): CommandSpec =>
  defineCommand({
    name: 'commands',
    summary: 'List every command with its parameters, for programs',
    about: 'With --json each command is an object: group, command, method, path, params and so on.',
    examples: [
      'appwrite-cli commands --fields group,command,summary',
      'appwrite-cli commands --json --filter "[?scope==\'users.read\'].command"',
    ],
    run: (_, { apiVersion: { version } }) => listCommands(entriesIn(version), version),
  });

/** Describes the operations of the API, then the hand-written commands. */
async function listCommands(entries: readonly Entry[], version: ApiVersion): Promise<CommandResult> {
  const published = allGroups.filter((group) => existsIn(group, version)).map(({ load }) => load);
  const loaded = await Promise.all([...published, ...Object.values(consoleAdditions)].map((load) => load()));
  const operations = loaded.flatMap((group) => group.at(version).operations);
  const known = new Set(operations.map(({ group, command }) => `${group} ${command}`));
  const isOperation = (group: string, command: string) => known.has(`${group} ${command}`);
  const handWritten = await describeHandWritten(entries, isOperation);
  const all = [...operations.map(describeOperation), ...handWritten];
  return jsonResult(all, { columns: ['group', 'command', 'summary'], noun: 'commands' });
}

function describeOperation(operation: Operation) {
  const { group, command, aliases, method, path, summary, kind, repeatable, scope, auth, response } =
    operation;
  const params = operation.params.map(describeParam);
  return {
    group,
    command,
    aliases,
    method,
    path,
    summary,
    kind,
    repeatable,
    scope: operation.alsoScopes.length > 0 ? [scope, ...operation.alsoScopes] : scope,
    auth,
    ...(operation.console && { console: true }),
    ...(operation.deprecated && { deprecated: true }),
    ...(operation.replacement && { replacement: operation.replacement }),
    params,
    response,
  };
}

function describeParam(param: Param) {
  const { newId, readsFile, clearable, secret, publishedAsSecret, publishedType, ...shown } = param;
  const { itemType = 'string', help, laterType, otherChoices, ignored, ...facts } = shown;
  return {
    ...facts,
    type: publishedType ?? param.type,
    // As the API's description has it.
    ...((secret === 'published' || publishedAsSecret) && { secret: true }),
    ...(secret === 'own' && { ownSecret: true }),
    ...(param.type === 'array' && { items: itemType }),
    ...(newId && { default: 'unique()' }),
    positional: param.in === 'path',
    help,
  };
}

async function describeHandWritten(
  entries: readonly Entry[],
  isOperation: (group: string, command: string) => boolean,
) {
  const described = [];
  for (const entry of entries) {
    const loaded = await entry.load();
    if (!isGroup(loaded)) described.push(describeSpec(null, loaded));
    else {
      const own = loaded.filter(({ name }) => !isOperation(entry.name, name));
      described.push(...own.map((spec) => describeSpec(entry.name, spec)));
    }
  }
  return described;
}

function describeSpec(group: string | null, spec: CommandSpec) {
  const params = spec.flags.map(({ key, flag, arity, required, choices, help }) => ({
    name: key,
    flag,
    type: {
      none: 'boolean',
      boolean: 'boolean',
      value: 'string',
      repeatable: 'array',
      variadic: 'array',
      keyValue: 'object',
    }[arity],
    required: required ?? false,
    ...(choices && { enum: choices }),
    positional: spec.arguments.some((argument) => argument.key === key),
    help,
  }));
  return {
    group,
    command: spec.name,
    aliases: spec.aliases ?? [],
    summary: spec.summary,
    extra: true,
    params,
  };
}
