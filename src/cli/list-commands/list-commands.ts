import { groups } from '../../api/index.ts';
import type { Operation, Param } from '../../api/schema.ts';
import type { CommandResult, CommandSpec } from '../../core/spec.ts';
import { entries, isGroup } from '../registry.ts';

/** Every command as data: the operations of the API, then the commands of our own. */
export async function listCommands(): Promise<CommandResult> {
  const operations = (await Promise.all(groups.map((group) => group.load()))).flatMap(
    (group) => group.operations,
  );
  const known = new Set(operations.map(({ group, command }) => `${group} ${command}`));
  const own = await ownCommands((group, command) => known.has(`${group} ${command}`));
  return {
    result: {
      kind: 'json',
      text: JSON.stringify([...operations.map(describeOperation), ...own]),
      view: { columns: ['group', 'command', 'summary'], noun: 'commands' },
    },
  };
}

function describeOperation(operation: Operation) {
  const { group, command, aliases, method, path, summary, kind, repeatable, scope, auth, response } =
    operation;
  const params = operation.params.map(describeParam);
  return { group, command, aliases, method, path, summary, kind, repeatable, scope, auth, params, response };
}

function describeParam(param: Param) {
  const { newId, readsFile, help, ...facts } = param;
  return {
    ...facts,
    ...(param.type === 'array' && { items: 'string' }),
    ...(newId && { default: 'unique()' }),
    positional: param.in === 'path',
    help,
  };
}

async function ownCommands(isOperation: (group: string, command: string) => boolean) {
  const described = [];
  for (const entry of entries) {
    const loaded = await entry.load();
    if (!isGroup(loaded)) described.push(describeOwn(null, loaded));
    else {
      const own = loaded.filter(({ name }) => !isOperation(entry.name, name));
      described.push(...own.map((spec) => describeOwn(entry.name, spec)));
    }
  }
  return described;
}

function describeOwn(group: string | null, spec: CommandSpec) {
  const params = spec.flags.map(({ key, flag, takes, required, choices, help }) => ({
    name: key,
    flag,
    type: {
      none: 'boolean',
      switch: 'boolean',
      one: 'string',
      each: 'array',
      many: 'array',
      pairs: 'object',
    }[takes],
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
