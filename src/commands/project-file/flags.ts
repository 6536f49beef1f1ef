import type { ArgumentSet, FlagSet } from '../../core/flags.ts';
import type { CodePolicy } from '../../project/plan/plan.ts';

/** Flags of the commands about the project file that say which file and which environment. */
export const fileFlags = {
  config: {
    flag: '--config',
    arity: 'value',
    placeholder: 'PATH',
    help: 'Project file, instead of the appwrite.json of this folder or one above',
  },
  env: {
    flag: '--env',
    arity: 'value',
    placeholder: 'NAME',
    completes: 'environment',
    help: 'Environment of appwrite-cli.json, or of appwrite.NAME.json: its project and its differences',
  },
} as const satisfies FlagSet;

/** Resources that a command is about. Read by `readSelection`. */
export const kindArguments = {
  kinds: {
    name: 'kind',
    help: 'Kinds of resources, or single ones: functions, collections/main/posts; without any, everything',
    required: false,
    variadic: true,
    completes: 'resource',
  },
} as const satisfies ArgumentSet;

/** Resources that a command is about, as flags. Read by `readSelection`. */
export const selectionFlags = {
  only: {
    flag: '--only',
    arity: 'variadic',
    placeholder: 'KIND[/ID…]…',
    completes: 'resource',
    help: 'These kinds or resources only, such as functions or collections/main/posts',
  },
  except: {
    flag: '--except',
    arity: 'variadic',
    placeholder: 'KIND[/ID…]…',
    completes: 'resource',
    help: 'Leave these out, with their contents',
  },
  all: { flag: '--all', arity: 'none', help: 'Everything; the default', hidden: true },
} as const satisfies FlagSet;

export const codePolicies = ['always', 'changed', 'never'] as const satisfies readonly CodePolicy[];

/** Limits of a plan. Read by `readPlanFlags`. */
export const planFlags = {
  prune: {
    flag: '--prune',
    arity: 'variadic',
    placeholder: '[KIND…]',
    completes: 'resource',
    help: 'Delete resources that the file does not have: of these kinds, or of all that the file lists',
  },
  allowDataLoss: {
    flag: '--allow-data-loss',
    arity: 'variadic',
    placeholder: '[PATH…]',
    help: 'Agree to lose the values or contents of these resources, such as main/posts/title; without paths, of all that the plan names',
  },
  rename: {
    flag: '--rename',
    arity: 'repeatable',
    placeholder: 'OLD=NEW',
    help: 'Rename an attribute: main/posts/title=headline',
  },
  code: {
    flag: '--code',
    arity: 'value',
    placeholder: 'WHEN',
    choices: codePolicies,
    nullable: true,
    help: 'When to deploy the code of functions: always, changed (the default), or never',
  },
  withVariables: {
    flag: '--with-variables',
    arity: 'none',
    help: "Also use the variables of the .env in each function's folder that no file of the project sets",
  },
} as const satisfies FlagSet;

/** Meaning of differences for the exit code. */
export const exitCodeFlags = {
  exitCode: { flag: '--exit-code', arity: 'none', help: 'Exit with 9 if anything differs' },
  strict: {
    flag: '--strict',
    arity: 'none',
    help: 'Exit with 9 also for resources that only the server has',
  },
} as const satisfies FlagSet;

export const rehearseFlag = {
  rehearse: {
    flag: '--rehearse',
    arity: 'none',
    help: 'Apply the plan to a copy of the schema in a sandbox first, and report refused actions',
  },
} as const satisfies FlagSet;

/** The way in which a plan is applied. */
export const applyFlags = {
  wait: {
    flag: '--wait',
    arity: 'boolean',
    help: 'Wait until builds and indexes are ready at the end (the default)',
  },
  waitTimeout: {
    flag: '--wait-timeout',
    arity: 'value',
    placeholder: 'DURATION',
    help: 'Maximum wait without progress (120)',
  },
  concurrency: {
    flag: '--concurrency',
    arity: 'value',
    placeholder: 'N',
    help: 'At most N requests at once (4)',
  },
  confirm: {
    flag: '--confirm',
    arity: 'value',
    placeholder: 'PROJECT_ID',
    help: 'ID of the project, to agree to change a protected environment',
  },
} as const satisfies FlagSet;

/** The parts that a pull writes. */
export const pullFlags = {
  prune: {
    flag: '--prune',
    arity: 'variadic',
    placeholder: '[KIND…]',
    completes: 'resource',
    help: 'Remove entries that the server does not have: of these kinds, or of all',
  },
  code: {
    flag: '--code',
    arity: 'none',
    help: "Also write the files of each function's active deployment into its folder",
  },
  withVariables: {
    flag: '--with-variables',
    arity: 'value',
    placeholder: 'FILE',
    help: 'Also write the variables to this file, which Git has to ignore',
  },
  check: { flag: '--check', arity: 'none', help: 'Write nothing; exit with 9 if anything would be written' },
} as const satisfies FlagSet;
