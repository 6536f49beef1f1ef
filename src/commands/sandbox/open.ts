import { CliError, ExitCode } from '../../errors.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { type SandboxServer, type SandboxServerOptions, startSandbox } from '../../sandbox/server.ts';

/**
 * Starts the server.
 * @throws CliError exit 1 that says which flag helps: the port is taken, the folder is in use or can't be written
 */
export async function openSandbox(options: SandboxServerOptions): Promise<SandboxServer> {
  try {
    return await startSandbox(options);
  } catch (error) {
    throw explain(error, options);
  }
}

function explain(error: unknown, { host, port, dataDir }: SandboxServerOptions): CliError {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return refused(`port ${port} is in use`, 'choose another --port; 0 takes a free one');
  if (code === 'EACCES' && syscall === 'listen')
    return refused(`port ${port} may not be used`, 'choose a --port above 1023');
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return refused(`${host} is not an address of this machine`, 'choose another --host, or leave it out');
  if (dataDir === undefined) return refused(message);
  const problem = code === undefined ? message : writeFailure(dataDir, error).message;
  return refused(problem, 'choose another --data folder, or leave it out');
}

function refused(problem: string, hint?: string): CliError {
  return new CliError(ExitCode.failure, `the sandbox can't start: ${problem}`, { hint });
}
