import { defaultApiVersion } from '../../api/versions.ts';
import { formatOf } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { isLoopback } from '../../lib/net/address.ts';
import { aborted } from '../../lib/process/aborted.ts';
import type { Output } from '../../output/types.ts';
import type { ResolvedApiVersion } from '../../profile/api-version.ts';
import { seedAccount } from '../../sandbox/seed-account.ts';
import type { SandboxServer, SandboxServerOptions } from '../../sandbox/server.ts';
import { sandboxVersion } from '../../version.ts';
import type { KeptProfile } from './as-profile.ts';
import { requestLog } from './request-log.ts';
import { openSandbox, type StartValues, withServerFlags } from './server.ts';

/** Runs the server until the process is cancelled. */
export async function start(input: StartValues, services: Services): Promise<CommandResult> {
  return withServerFlags(input, services, async (options, filling) => {
    const { asProfile } = input;
    const profiles = asProfile === undefined ? undefined : await import('./as-profile.ts');
    const name = await profiles?.prepareProfile(asProfile!, services);
    if (services.globals.dryRun) {
      const as = name === undefined ? '' : `, as the profile ${name}`;
      return doneResult(`A sandbox would start on ${place(options)}${as}.`);
    }
    const server = await openSandbox(options, filling);
    let kept: KeptProfile | undefined;
    try {
      // Before the address is printed: a script may use the profile as soon as it has read that.
      if (name !== undefined) kept = await profiles?.keepProfile(name, server, services);
      await serve(server, options, kept, services);
    } finally {
      await kept?.remove();
      await server.close();
    }
    return {};
  });
}

const outboxNote =
  'It sends nothing: appwrite-cli sandbox outbox shows the mails and messages that it keeps.';

/** Tells how to reach the server, and waits for the end. */
async function serve(
  server: SandboxServer,
  options: SandboxServerOptions,
  kept: KeptProfile | undefined,
  services: Services,
): Promise<void> {
  const { context, output, globals } = services;
  await tell(server, options, services);
  if (formatOf(globals) === 'table')
    for (const line of [kept?.note, outboxNote, 'Ctrl-C ends it.']) if (line) output.note(line);
  server.observe(requestLog(context, globals, output));
  await aborted(context.signal);
  // The terminal has just shown ^C.
  if (context.stderr.isTTY) output.note('');
}

/** Prints the address and the credential, and how to use them. */
async function tell(
  { endpoint, project, apiKey, seeded }: SandboxServer,
  { seed = false, host, functions }: SandboxServerOptions,
  { output, globals, apiVersion }: Services,
): Promise<void> {
  if (formatOf(globals) === 'table') {
    output.note(`The sandbox, an Appwrite ${sandboxVersion}, is running. In another terminal:`);
    const variables = [
      `export APPWRITE_ENDPOINT=${endpoint}`,
      `export APPWRITE_PROJECT_ID=${project}`,
      `export APPWRITE_API_KEY=${apiKey}`,
      ...(isOtherVersion(apiVersion) ? [`export APPWRITE_API_VERSION=${defaultApiVersion}`] : []),
    ];
    await output.result({ kind: 'text', text: variables.join('\n') });
    if (seed) tellSeed(endpoint, seeded, output);
    if (functions) tellFunctions(endpoint, output);
  } else await output.result({ kind: 'text', text: JSON.stringify({ endpoint, project, apiKey }) });
  if (!isLoopback(new URL(endpoint).hostname)) {
    output.warn(
      `anyone who can reach ${host} can use this server: its key is no protection on an open network`,
    );
  }
}

/** True if a variable names the version of another server. */
function isOtherVersion({ version, source }: ResolvedApiVersion): boolean {
  return source?.from === 'environment' && version !== defaultApiVersion;
}

function place({ host = '127.0.0.1', port = 0 }: SandboxServerOptions): string {
  return port === 0 ? `a free port of ${host}` : `port ${port} of ${host}`;
}

function tellFunctions(endpoint: string, output: Output): void {
  output.note('It builds and runs the code of functions with your rights; nothing isolates it.');
  output.note(
    `A function that "any" may run answers at http://ID.functions.localhost:${new URL(endpoint).port}/`,
  );
}

function tellSeed(endpoint: string, seeded: boolean, output: Output): void {
  if (!seeded) {
    output.note('The folder already holds a sandbox: --seed added nothing.');
    return;
  }
  const { email, password } = seedAccount;
  output.note(
    'It holds a small shop: the database "shop" with 8 products, 3 users, a team, a bucket with a picture, a function and a topic.',
  );
  output.note(`A login to try, with the password ${password}:`);
  output.verbatim(`  appwrite-cli login --endpoint ${endpoint} --email ${email}`);
}
