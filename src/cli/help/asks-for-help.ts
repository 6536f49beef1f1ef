/**
 * True for a line that seems to ask for a page of help and nothing else: `databases list --help`, `help files`, or no words
 * at all. A flag beside `--help`, such as `--api-version`, may change the page.
 */
export function asksForHelp(argv: readonly string[]): boolean {
  const [last, ...others] = argv.toReversed();
  if (last === undefined) return true;
  const hasFlag = last === '--help' || last === '-h';
  return (hasFlag || argv[0] === 'help') && !(hasFlag ? others : argv).some((word) => word.startsWith('-'));
}
