/** The shells that can complete a line of this program. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** The file of each shell's script, in completions/ and in src/cli/completion/templates/. */
export const scriptFile: Readonly<Record<Shell, string>> = {
  bash: 'appwrite-cli.bash',
  zsh: '_appwrite-cli',
  fish: 'appwrite-cli.fish',
  powershell: 'appwrite-cli.ps1',
};
