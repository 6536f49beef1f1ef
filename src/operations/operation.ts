import type { Operation, Param } from '../api/schema.ts';
import { type Argument, type Arity, type Flag, flagsOf } from '../core/flags.ts';
import type { CommandSpec } from '../core/spec.ts';
import { once } from '../lib/once.ts';
import { projectParam, usesCurrentProject } from './current-project.ts';
import { endpointSummary } from './endpoint-summary.ts';
import { aboutUpdate, partialUpdate, replaceFlag } from './partial-update.ts';
import { queryFlags, queryHeading } from './query/flags.ts';
import { viewFlags } from './view-flags.ts';
import { defaultWaitSeconds, waitFlags } from './wait-flags.ts';

/**
 * Makes the command of an operation. The code that runs it is loaded when it runs.
 * @param section heading under which its group lists it
 */
export function operationCommand(operation: Operation, section = operation.section): CommandSpec {
  const { since, until, deprecated } = operation;
  // Lazy: a group has many commands, and a line names one of them.
  const positional = once(() =>
    operation.params.filter((param) => param.in === 'path').map((param) => pathArgument(operation, param)),
  );
  const flags = once(() => {
    const own = partialUpdate(operation).params.flatMap(paramFlags);
    return [...queryFlags(operation), ...own, ...kindFlags(operation), ...viewFlags(operation)];
  });
  return {
    since,
    until,
    deprecated,
    get replacement() {
      return operation.replacement;
    },
    name: operation.command,
    get aliases() {
      return operation.aliases;
    },
    summary: operation.summary,
    get about() {
      return operation.kind === 'location' ? aboutDownload(operation) : aboutUpdate(operation);
    },
    section,
    get arguments() {
      return positional();
    },
    get flags() {
      return flags();
    },
    get facts() {
      return endpointSummary(operation);
    },
    ownsOut: operation.kind === 'location',
    run: async (values, services) => (await import('./run.ts')).runOperation(operation, values, services),
  };
}

function aboutDownload({ about }: Operation): string {
  const place =
    'Without --out, the file gets the name from the server if stdout is a terminal; a pipe or a file of the shell gets its bytes (in PowerShell, use --out: > changes bytes).';
  return about === undefined ? place : `${about} ${place}`;
}

function pathArgument(operation: Operation, param: Param): Argument {
  const isProject = projectParam(operation) === param;
  const hasDefault = isProject && usesCurrentProject(operation);
  return {
    key: param.name,
    name: param.flag.slice(2),
    help: hasDefault ? `${param.help}; the one in use by default` : param.help,
    required: !hasDefault,
    ...(isProject && { alternative: 'project' }),
    ...(param.enum && { choices: param.enum }),
  };
}

const arity: Record<Param['type'], Arity> = {
  string: 'value',
  integer: 'value',
  number: 'value',
  binary: 'value',
  boolean: 'boolean',
  array: 'variadic',
  object: 'keyValue',
};

function paramFlags(param: Param): Flag[] {
  const flag: Flag = {
    key: param.name,
    flag: param.flag,
    spellings: param.flag === `--${param.name}` ? [] : [`--${param.name}`],
    arity: arity[param.type],
    help: param.help + limits(param),
    placeholder: placeholder(param),
    required: param.required,
    hidden: param.in === 'path',
    ...(param.name === 'queries' && { heading: queryHeading }),
    ...(param.enum && { choices: param.enum }),
    ...(param.commaSeparated && { commaSeparated: true }),
    ...(param.nullable && { nullable: true }),
    ...(isAmbiguousDefault(param) && {
      refuseNo: 'write --default false, or leave it out for no default',
    }),
  };
  if (!param.secret) return [flag];
  const alternative = `${param.name}File`;
  return [
    { ...flag, alternative },
    {
      key: alternative,
      flag: `${param.flag}-file`,
      arity: 'value',
      placeholder: 'PATH',
      help: `Read ${param.flag} from a file`,
    },
  ];
}

/** `--no-default` of a boolean could mean "no default" as well as "false by default". */
function isAmbiguousDefault(param: Param): boolean {
  return param.type === 'boolean' && param.name === 'default' && !param.nullable;
}

const itemWords = { string: 'TEXT…', integer: 'N,…', object: 'JSON…|@FILE|-', any: 'JSON' } as const;

function placeholder(param: Param): string {
  if (param.enum) return param.commaSeparated ? 'CHOICE,…' : 'CHOICE';
  if (param.commaSeparated && param.itemType === undefined) return 'TEXT,…';
  if (param.secret && param.type === 'string') return 'TEXT|-';
  if (param.readsFile) return 'TEXT|@FILE';
  if (param.newId || /Id$/.test(param.name)) return 'ID';
  if (param.format) return param.format === 'url' ? 'URL' : 'DATE';
  if (param.unit) return param.unit === 'bytes' ? 'SIZE' : 'DURATION';
  const words: Record<Param['type'], string> = {
    string: 'TEXT',
    integer: 'N',
    number: 'NUMBER',
    binary: 'PATH|-',
    boolean: '',
    array: itemWords[param.itemType ?? 'string'],
    object: 'JSON|@FILE|-|KEY=VALUE…',
  };
  return words[param.type];
}

/** Groups whose attributes or columns, and indexes, are made after the response. */
const databaseGroups = new Set(['databases', 'documents-db', 'tables-db', 'vectors-db']);

/** True for attributes and indexes: the server responds before it has created them. */
function isAsynchronous({ group, status }: Operation): boolean {
  return databaseGroups.has(group) && status === 202;
}

const unitExamples = { bytes: 'or 2MB, 5GiB', seconds: 'or 15m, 2h' } as const;

/** Returns the limits of a parameter in words, to follow its help. */
function limits(param: Param): string {
  const notes: string[] = param.unit ? [unitExamples[param.unit]] : [];
  if (param.format === 'date') notes.push('a date in UTC, or +7d, "tomorrow 9:00"');
  if (param.min !== undefined && param.max !== undefined) notes.push(`${param.min} to ${param.max}`);
  if (param.minLength !== undefined && param.maxLength !== undefined && !param.clearable) {
    notes.push(`${param.minLength} to ${param.maxLength} characters`);
  } else if (param.minLength !== undefined && !param.clearable)
    notes.push(`at least ${param.minLength} characters`);
  else if (param.maxLength !== undefined && param.type === 'string' && !param.newId)
    notes.push(`at most ${param.maxLength} characters`);
  if (param.maxItems !== undefined) notes.push(`at most ${param.maxItems}${itemLimit(param)}`);
  if (param.newId) notes.push('made by the server unless given');
  if (param.default !== undefined) notes.push(`default ${param.default}`);
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
}

function itemLimit({ itemMaxLength }: Param): string {
  return itemMaxLength === undefined ? '' : ` of ${itemMaxLength} characters`;
}

function kindFlags(operation: Operation): readonly Flag[] {
  if (isAsynchronous(operation)) return flagsOf(waitFlags('Wait until it can be used', defaultWaitSeconds));
  if (operation.carryOver !== undefined) return [replaceFlag(operation)];
  if (operation.kind !== 'webAuth') return [];
  return [{ key: 'open', flag: '--open', arity: 'none', help: 'Open the address in a browser' }];
}
