import { Command, CommanderError } from 'commander';
import type { CommandSpec } from '../../core/spec.ts';
import type { ResolvedApiVersion } from '../../profile/api-version.ts';
import { type Entry, isGroup } from '../entry.ts';
import type { CommandHistory } from '../other-versions.ts';
import { namingVersion, type Page } from './page.ts';
import { commandHelp, groupHelp, rootHelp } from './pages.ts';

/** The part of the command tree that one line needs: all entries, and the commands below the one it names. */
export interface Branch {
  readonly entries: readonly Entry[];
  /** The entry that the line names, with what it loaded. */
  readonly entry?: Entry | undefined;
  readonly commands?: readonly CommandSpec[] | CommandSpec | undefined;
  /** The command that the line names. */
  readonly command?: CommandSpec | undefined;
  /** Since when that command and its flags exist. */
  readonly history?: CommandHistory | undefined;
  readonly inUse: ResolvedApiVersion;
  /** Returns the examples of a group or command, by its path. */
  readonly examplesOf?: (path: string) => readonly string[];
}

/**
 * Lets commander find the page of help that a line asks for.
 * @param words the line without its known flags; the names in it exist, and so do its flags unless it asks for help
 */
export function helpFor(branch: Branch, words: readonly string[]): Page {
  let found: Page | undefined;
  const configure = (command: Command, page: () => Page): Command =>
    command
      .exitOverride()
      .helpOption('-h, --help', 'Show help')
      .helpCommand(false)
      .configureHelp({
        formatHelp() {
          found = page();
          return '';
        },
      });
  const examplesOf = branch.examplesOf ?? (() => []);
  const program = configure(new Command('appwrite-cli'), () =>
    namingVersion(rootHelp(branch.entries), branch.inUse),
  );
  program.configureOutput({
    writeOut: () => {},
    writeErr: () => {},
    outputError: () => {},
    // The defaults would open the process's own stdout to ask for these.
    getOutHelpWidth: () => 80,
    getErrHelpWidth: () => 80,
    getOutHasColors: () => true,
    getErrHasColors: () => true,
  });
  // Only the commands that the line names: the pages themselves list the others.
  const { entry, commands, command } = branch;
  if (entry && commands) addCommands(program.command(entry.name), entry, commands);

  function addCommands(parent: Command, entry: Entry, commands: readonly CommandSpec[] | CommandSpec): void {
    if (!isGroup(commands)) {
      addLeaf(parent, entry.name, commands);
      return;
    }
    configure(parent, () => groupHelp(entry, commands, examplesOf(entry.name)));
    if (command) addLeaf(parent.command(command.name), `${entry.name} ${command.name}`, command);
  }

  function addLeaf(command: Command, path: string, spec: CommandSpec): void {
    configure(command, () => {
      const examples = spec.examples ?? examplesOf(path);
      return commandHelp(path, { ...spec, examples }, branch.history);
    });
  }

  try {
    program.parse([...words, '--help'], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError) || !found) throw error;
  }
  if (!found) throw new Error('commander has shown no help');
  return found;
}
