/** The shells that completion supports. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

interface ShellFacts {
  readonly title: string;
  /** Name of the script in completions/ and in src/cli/completion/templates/. */
  readonly scriptFile: string;
  /** Command that loads the script into a running shell. */
  readonly loadCommand: string;
}

/** Differences between the shells that need no access to the system; shell-setup.ts has the others. */
export const shellFacts: Readonly<Record<Shell, ShellFacts>> = {
  bash: {
    title: 'bash',
    scriptFile: 'appwrite-cli.bash',
    loadCommand: 'source <(appwrite-cli completion bash)',
  },
  zsh: {
    title: 'zsh',
    scriptFile: '_appwrite-cli',
    loadCommand: 'source <(appwrite-cli completion zsh)',
  },
  fish: {
    title: 'fish',
    scriptFile: 'appwrite-cli.fish',
    loadCommand: 'appwrite-cli completion fish | source',
  },
  powershell: {
    title: 'PowerShell',
    scriptFile: 'appwrite-cli.ps1',
    loadCommand: 'appwrite-cli completion powershell | Out-String | Invoke-Expression',
  },
};
