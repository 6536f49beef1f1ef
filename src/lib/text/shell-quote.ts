/** Quotes text for bash, zsh and every other shell of POSIX. */
export const posixQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const fishQuote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
