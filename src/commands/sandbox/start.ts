import type { Runtime } from '../../command/runtime.ts';
import type { Input, Outcome } from '../../command/spec.ts';
import { isLoopback } from '../../net/loopback.ts';
import { openSandbox } from './open.ts';
import { sandboxOptions } from './options.ts';

/** Runs the server until the process is told to end. */
export async function start(input: Input, { context, output, globals }: Runtime): Promise<Outcome> {
  const options = sandboxOptions(input, context.cwd, globals.project);
  const server = await openSandbox(options);
  const { endpoint, project, apiKey } = server;
  if (globals.format === undefined || globals.format === 'table') {
    output.note('The sandbox is running. In another terminal:');
    const variables = [
      `export APPWRITE_ENDPOINT=${endpoint}`,
      `export APPWRITE_PROJECT_ID=${project}`,
      `export APPWRITE_API_KEY=${apiKey}`,
    ];
    await output.result({ kind: 'text', text: variables.join('\n') });
    output.note('Ctrl-C ends it.');
  } else await output.result({ kind: 'text', text: JSON.stringify({ endpoint, project, apiKey }) });
  if (!isLoopback(new URL(endpoint).hostname)) {
    output.warn(
      `anyone who can reach ${options.host} can use this server: its key is no protection on an open network`,
    );
  }
  try {
    await aborted(context.signal);
  } finally {
    await server.close();
  }
  return {};
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
