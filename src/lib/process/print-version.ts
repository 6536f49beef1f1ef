import { ExitCode } from '../../errors.ts';
import { version } from '../../version.ts';
import { standardOutput } from './standard-streams.ts';

/** True for a line that asks for the version of this program and nothing else. */
export function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V');
}

/** Prints the version of this program, without a context: that takes a part of what such a line takes. */
export function printVersion(): void {
  standardOutput(1).write(`${version}\n`, reportError);
}

function reportError(error?: NodeJS.ErrnoException | null): void {
  if (!error || error.code === 'EPIPE') return;
  standardOutput(2).write(`error: stdout can't be written: ${error.message}\n`);
  process.exitCode = ExitCode.failure;
}
