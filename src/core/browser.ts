import { spawn } from 'node:child_process';
import type { Context } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import { parseUrl } from '../lib/net/url.ts';

/**
 * Opens an address in the user's browser. Only http and https: an address from a server must not start a program.
 * @throws CliError exit 1 for another kind of address, and if no browser starts
 */
export async function openBrowser(address: string, { platform, env }: Context): Promise<void> {
  const url = parseUrl(address);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new CliError(
      ExitCode.failure,
      'the server sent an address that is not a web page, so it was not opened',
    );
  }
  const [command, ...args] = launcher(platform);
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, [...args, url.href], { stdio: 'ignore', detached: true, env: { ...env } });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
    child.once('error', () =>
      reject(
        new CliError(ExitCode.failure, `can't open a browser: ${command} did not start`, {
          hint: `open ${url.href}`,
        }),
      ),
    );
  });
}

function launcher(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
