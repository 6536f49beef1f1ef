/** Quotes text for bash, zsh and every other shell of POSIX. */
export const posixQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Returns text as one word for a shell of POSIX, in quotes only if it needs them. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : posixQuote(text));

export const fishQuote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
