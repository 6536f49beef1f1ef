import { groups } from '../api/index.ts';
import type { CommandSpec } from '../core/spec.ts';
import { operationCommand } from '../operations/operation.ts';
import { extras } from './extras.ts';

/** A first word of the command line: a group of commands, or a command of its own. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly heading: 'API' | 'Tools';
  /** The commands below it, or the one command it is. */
  load(): Promise<readonly CommandSpec[] | CommandSpec>;
}

const api: readonly Entry[] = groups.map(({ name, summary, load }) => ({
  name,
  summary,
  heading: 'API',
  async load() {
    const [group, own] = await Promise.all([load(), extras[name]?.()]);
    return withOwn(group.operations.map(operationCommand), own ?? []);
  },
}));

/** A command of our own stands where the operation of its name would, or behind them all. */
function withOwn(operations: readonly CommandSpec[], own: readonly CommandSpec[]): CommandSpec[] {
  const named = new Map(own.map((spec) => [spec.name, spec]));
  const replaced = operations.map((spec) => named.get(spec.name) ?? spec);
  return [...replaced, ...own.filter((spec) => !replaced.includes(spec))];
}

const tool = (name: string, summary: string, load: Entry['load']): Entry => ({
  name,
  summary,
  heading: 'Tools',
  load,
});

const tools: readonly Entry[] = [
  tool('login', 'Log in to an Appwrite and keep it as a profile', () =>
    import('../commands/login/index.ts').then((module) => module.login),
  ),
  tool('logout', 'End the session on the server and forget the credential', () =>
    import('../commands/logout/index.ts').then((module) => module.logout),
  ),
  tool('whoami', 'Show who is logged in, where, and where each value comes from', () =>
    import('../commands/whoami/index.ts').then((module) => module.whoami),
  ),
  tool('init', 'Set this folder up for a project', () =>
    import('../commands/init/index.ts').then((module) => module.init),
  ),
  tool('doctor', 'Check this installation, the connection and the credential', () =>
    import('../commands/doctor/index.ts').then((module) => module.doctor),
  ),
  tool('api', 'Send any request to the API', () =>
    import('../commands/api/index.ts').then((module) => module.api),
  ),
  tool('commands', 'List every command, for people or for programs', () =>
    import('./list-commands/index.ts').then((module) => module.commands),
  ),
  tool('profile', 'Keep endpoints, projects and credentials under names', () =>
    import('../commands/profile/index.ts').then((module) => module.profile),
  ),
  tool('completion', 'Complete lines with TAB in bash, zsh, fish and PowerShell', () =>
    import('../commands/completion/index.ts').then((module) => module.completion),
  ),
  tool('sandbox', 'Run an Appwrite server in this process, for trying and testing', () =>
    import('../commands/sandbox/index.ts').then((module) => module.sandbox),
  ),
];

/** Everything that can stand first on the command line. */
export const entries: readonly Entry[] = [...api, ...tools];

/** Whether what an entry loads are commands below it, and not the one command it is. */
export function isGroup(loaded: readonly CommandSpec[] | CommandSpec): loaded is readonly CommandSpec[] {
  return Array.isArray(loaded);
}
