import type { CommandSpec, Flag } from '../../core/spec.ts';
import { type Shell, shells } from './shells.ts';

const shell: Flag = {
  key: 'shell',
  flag: '--shell',
  takes: 'one',
  placeholder: 'SHELL',
  choices: shells,
  help: 'For this shell instead of the one in SHELL',
};

const names: Readonly<Record<Shell, string>> = {
  bash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  powershell: 'PowerShell',
};

const loading: Readonly<Record<Shell, string>> = {
  bash: 'source <(appwrite-cli completion bash)',
  zsh: 'source <(appwrite-cli completion zsh)',
  fish: 'appwrite-cli completion fish | source',
  powershell: 'appwrite-cli completion powershell | Out-String | Invoke-Expression',
};

/** `completion bash|zsh|fish|powershell` prints a script; `install` and `uninstall` put it where the shell looks. */
export const completion: readonly CommandSpec[] = [
  ...shells.map(
    (name): CommandSpec => ({
      name,
      summary: `Print the script that completes lines in ${names[name]}`,
      about: `In ${names[name]}, this tries it out: ${loading[name]}`,
      section: 'Scripts',
      arguments: [],
      flags: [],
      examples: [`appwrite-cli completion ${name}`],
      run: async (_, services) => (await import('./print.ts')).printScript(name, services),
    }),
  ),
  {
    name: 'install',
    summary: 'Put the script where your shell looks for it',
    about:
      'It asks before it adds lines to a file of yours such as .zshrc, and says what it did. With --dry-run it only says what it would do. Run it again after an update of appwrite-cli.',
    section: 'Your shell',
    arguments: [],
    flags: [shell],
    examples: [
      'appwrite-cli completion install --shell fish',
      'appwrite-cli completion install --shell zsh --dry-run',
    ],
    run: async (input, services) => (await import('./install.ts')).install(input, services),
  },
  {
    name: 'uninstall',
    summary: 'Undo what install did',
    section: 'Your shell',
    arguments: [],
    flags: [shell],
    examples: ['appwrite-cli completion uninstall --shell fish'],
    run: async (input, services) => (await import('./uninstall.ts')).uninstall(input, services),
  },
];
