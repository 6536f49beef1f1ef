import { consoleAdditions, consoleGroups } from '../api/console/index.ts';
import { type GroupEntry, groups } from '../api/index.ts';
import { type ApiVersion, byVersion, existsIn } from '../api/versions.ts';
import type { CommandSpec } from '../core/spec.ts';
import { once } from '../lib/once.ts';
import { operationCommand } from '../operations/operation.ts';
import { consoleHeading, type Entry } from './entry.ts';

// A new hand-written command is a folder in src/commands, and a line in one of the two tables below. Commands of a group
// that has a line already need only their spec in the group's folder.

/** Commands without a group of the API. */
const tools: readonly Entry[] = [
  tool('login', 'Log in to an Appwrite server and save it as a profile', () =>
    import('../commands/login/index.ts').then(({ login }) => login),
  ),
  tool('logout', 'End the session on the server and delete the stored credential', () =>
    import('../commands/logout/index.ts').then(({ logout }) => logout),
  ),
  tool('whoami', 'Show the user, the server and the project in use, with their sources', () =>
    import('../commands/whoami/index.ts').then(({ whoami }) => whoami),
  ),
  tool('init', 'Set this folder up for a project', () =>
    import('../commands/init/index.ts').then(({ init }) => init),
  ),
  tool('pull', 'Bring the project file up to date with the server', () =>
    import('../commands/project-file/index.ts').then(({ pull }) => pull),
  ),
  tool('diff', 'Show the differences between the project file and the project', () =>
    import('../commands/project-file/index.ts').then(({ diff }) => diff),
  ),
  tool('plan', 'Show the changes that a push of the project file would make', () =>
    import('../commands/project-file/index.ts').then(({ plan }) => plan),
  ),
  tool('check', 'Check the project file without a server', () =>
    import('../commands/project-file/index.ts').then(({ checkCommand }) => checkCommand),
  ),
  tool(
    'push',
    'Change the project to match the project file',
    () => import('../commands/project-file/index.ts').then(({ push }) => push),
    ['apply', 'deploy'],
  ),
  tool('types', 'Generate types of the documents from the schema', () =>
    import('../commands/types/index.ts').then(({ types }) => types),
  ),
  tool('backup', 'Back up a project, and check and restore backups', () =>
    import('../commands/backup/index.ts').then(({ backup }) => backup),
  ),
  tool('copy', 'Copy a project into another one, with personal values replaced if you like', () =>
    import('../commands/copy/index.ts').then(({ copy }) => copy),
  ),
  tool('doctor', 'Check the installation, the connection and the credential', () =>
    import('../commands/doctor/index.ts').then(({ doctor }) => doctor),
  ),
  tool('api', 'Send any request to the API', () => import('../commands/api/index.ts').then(({ api }) => api)),
  tool('batch', 'Run many commands in one process, a line each', () =>
    import('../commands/batch/index.ts').then(({ batch }) => batch),
  ),
  tool('commands', 'List every command, for people or for programs', () =>
    import('./list-commands.ts').then(({ listCommandsSpec }) => listCommandsSpec(entriesIn)),
  ),
  tool('profile', 'Keep endpoints, projects and credentials under names', () =>
    import('../commands/profile/index.ts').then(({ profile }) => profile),
  ),
  tool('completion', 'Complete lines with TAB in bash, zsh, fish and PowerShell', () =>
    import('../commands/completion/index.ts').then(({ completion }) => completion),
  ),
  tool('sandbox', 'Run an Appwrite server in this process, for trying and testing', () =>
    import('../commands/sandbox/index.ts').then(({ sandbox }) => sandbox),
  ),
];

/** Commands in groups of the API, loaded together with the group's operations. */
const groupCommands: Readonly<Record<string, (version: ApiVersion) => Promise<readonly CommandSpec[]>>> = {
  account: () => import('../commands/account/index.ts').then(({ accountCommands }) => accountCommands),
  databases: (version) =>
    import('../commands/databases/index.ts').then(({ databasesCommands }) => databasesCommands(version)),
  'documents-db': (version) =>
    import('../commands/documents-db/index.ts').then(({ documentsDbCommands }) =>
      documentsDbCommands(version),
    ),
  functions: (version) =>
    import('../commands/functions/index.ts').then(({ functionCommands }) => functionCommands(version)),
  health: () => import('../commands/health/index.ts').then(({ healthCommands }) => healthCommands),
  migrations: () =>
    import('../commands/migrations/index.ts').then(({ migrationCommands }) => migrationCommands),
  project: (version) =>
    import('../commands/project/index.ts').then(({ projectCommands }) => projectCommands(version)),
  projects: (version) =>
    import('../commands/projects/index.ts').then(({ projectsCommands }) => projectsCommands(version)),
  proxy: () => import('../commands/proxy/index.ts').then(({ proxyCommands }) => proxyCommands),
  sites: (version) => import('../commands/sites/index.ts').then(({ siteCommands }) => siteCommands(version)),
  storage: () => import('../commands/storage/index.ts').then(({ storageCommands }) => storageCommands),
  'tables-db': (version) =>
    import('../commands/tables-db/index.ts').then(({ tablesDbCommands }) => tablesDbCommands(version)),
  teams: () => import('../commands/teams/index.ts').then(({ teamCommands }) => teamCommands),
  users: () => import('../commands/users/index.ts').then(({ userCommands }) => userCommands),
  'vectors-db': (version) =>
    import('../commands/vectors-db/index.ts').then(({ vectorsDbCommands }) => vectorsDbCommands(version)),
};

/** The first words of a command line in a version of the API, in the order of help. */
export const entriesIn: (version: ApiVersion) => readonly Entry[] = byVersion(makeEntries);

function makeEntries(version: ApiVersion): readonly Entry[] {
  const has = (group: GroupEntry) => existsIn(group, version);
  const api = groups.filter(has).map((group) => {
    const loadAdditions = consoleAdditions[group.name];
    const loadConsole = async () =>
      (await loadAdditions!())
        .at(version)
        .operations.map((operation) => operationCommand(operation, consoleHeading));
    return { ...groupEntry(group, 'API', version), ...(loadAdditions && { loadConsole }) };
  });
  /** Groups that only the console's own API has. */
  const ofConsole = consoleGroups.filter(has).map((group) => groupEntry(group, 'Console', version));
  return [...api, ...ofConsole, ...tools];
}

function groupEntry(
  { name, summary, load }: GroupEntry,
  heading: Entry['heading'],
  version: ApiVersion,
): Entry {
  const loadParts = once(async () => {
    const [group, handWritten = []] = await Promise.all([load(), groupCommands[name]?.(version)]);
    return { group: group.at(version), handWritten: handWritten.filter((spec) => existsIn(spec, version)) };
  });
  // Kept, since the line, its help and completion may each ask for the commands of a group, and a batch for one often.
  const found = new Map<string, CommandSpec>();
  return {
    name,
    summary,
    heading,
    load: once(async () => {
      const { group, handWritten } = await loadParts();
      return merged(
        group.operations.map((operation) => operationCommand(operation)),
        handWritten,
      );
    }),
    async find(typed) {
      const { group, handWritten } = await loadParts();
      const known = found.get(typed);
      if (known) return known;
      const operation = group.find(typed);
      const [command] = merged(
        operation ? [operationCommand(operation)] : [],
        handWritten.filter((spec) => spec.name === typed),
      );
      if (command) found.set(typed, command);
      return command;
    },
  };
}

function tool(name: string, summary: string, load: Entry['load'], aliases: readonly string[] = []): Entry {
  return { name, aliases, summary, heading: 'Tools', load };
}

/** A hand-written command replaces the operation of the same name; the others follow the operations. */
function merged(operations: readonly CommandSpec[], handWritten: readonly CommandSpec[]): CommandSpec[] {
  const byName = new Map(handWritten.map((spec) => [spec.name, spec]));
  const replaced = operations.map((spec) => {
    const own = byName.get(spec.name);
    return own ? { ...own, deprecated: spec.deprecated, replacement: spec.replacement } : spec;
  });
  const names = new Set(operations.map(({ name }) => name));
  return [...replaced, ...handWritten.filter(({ name }) => !names.has(name))];
}
