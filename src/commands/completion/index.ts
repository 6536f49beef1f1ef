import type { FlagSet } from '../../core/flags.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { shellFacts, shells } from './shells.ts';

const shellFlag = {
  shell: {
    flag: '--shell',
    arity: 'value',
    placeholder: 'SHELL',
    choices: shells,
    help: 'For this shell instead of the one in SHELL',
  },
} as const satisfies FlagSet;

/** `completion bash|zsh|fish|powershell` prints a script; `install` and `uninstall` change the user's files. */
export const completion: readonly CommandSpec[] = [
  ...shells.map((name) => {
    const { title, loadCommand } = shellFacts[name];
    return defineCommand({
      name,
      summary: `Print the script that completes lines in ${title}`,
      about: `In ${title}, this tries it out: ${loadCommand}`,
      section: 'Scripts',
      examples: [`appwrite-cli completion ${name}`],
      run: async (_, services) => (await import('./print.ts')).printScript(name, services),
    });
  }),
  defineCommand({
    name: 'install',
    summary: 'Install the script for your shell',
    about:
      'It asks before it adds lines to a file of yours such as .zshrc, and reports each change. With --dry-run it only lists the changes. Run it again after an update of appwrite-cli.',
    section: 'Your shell',
    flags: shellFlag,
    examples: [
      'appwrite-cli completion install --shell fish',
      'appwrite-cli completion install --shell zsh --dry-run',
    ],
    run: async (values, services) => (await import('./install.ts')).install(values, services),
  }),
  defineCommand({
    name: 'uninstall',
    summary: 'Undo what install did',
    section: 'Your shell',
    flags: shellFlag,
    examples: ['appwrite-cli completion uninstall --shell fish'],
    run: async (values, services) => (await import('./uninstall.ts')).uninstall(values, services),
  }),
];
