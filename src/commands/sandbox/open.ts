import { CliError, ExitCode } from '../../errors.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts';

/**
 * Starts the server.
 * @throws CliError exit 1 that says which flag helps: the port is taken, the folder is in use or can't be written
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw refused(`port ${options.port} is in use`, 'choose another --port; 0 takes a free one');
    if (code === 'EACCES' && options.port)
      throw refused(`port ${options.port} may not be used`, 'choose a --port above 1023');
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw refused(
        `${options.host} is no address of this machine`,
        'choose another --host, or leave it out',
      );
    }
    throw refused(message, options.dataDir && 'choose another --data folder, or leave it out');
  }
}

function refused(problem: string, hint: string | undefined): CliError {
  return new CliError(ExitCode.failure, `the sandbox can't start: ${problem}`, { hint });
}
