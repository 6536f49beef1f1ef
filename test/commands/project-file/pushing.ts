/** Lines about a project file, run in this process against a sandbox without a socket, in which waits take no time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { isWrite, recorded } from '../../kit/disturbed.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { virtualClock } from '../../kit/virtual-clock.ts';
import { type Files, projectFolder } from '../../project/file/project.ts';
import { directCalls } from '../../sandbox/client.ts';

export interface PushLine {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The result, if it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly report: any;
  /** Requests other than GET, as lines: `POST /databases`. */
  readonly writes: readonly string[];
}

/** A folder with a project file, and the server that it belongs to. */
export interface Workplace {
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** Replaces a file. */
  write(name: string, content: string | object): void;
  /** Runs a line, with `--json` and without a terminal unless the options say otherwise. */
  run(line: string | readonly string[], options?: LineOptions): Promise<PushLine>;
  /** Sends a request of someone else; returns the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  send(method: string, path: string, body?: object): Promise<any>;
}

export async function workplace(files: Files, options: SandboxOptions = {}): Promise<Workplace> {
  const sandbox = await createSandbox({ asyncDelayMs: 0, ...options });
  return workplaceAt(sandbox, files);
}

export function workplaceAt(sandbox: Sandbox, files: Files): Workplace {
  const folder = projectFolder(files);
  return {
    sandbox,
    folder,
    write: (name, content) =>
      writeFileSync(
        join(folder, name),
        typeof content === 'string' ? content : JSON.stringify(content, null, 2),
      ),
    async run(line, { transport = sandboxTransport(sandbox), env = {}, ...rest } = {}) {
      const requests: string[] = [];
      const words = typeof line === 'string' ? line.split(' ') : line;
      const result = await runLine(words, {
        cwd: folder,
        home: folder,
        env: { ...sandboxEnv(sandbox), ...env },
        transport: recorded(transport, requests),
        clock: virtualClock(),
        ...rest,
      });
      return {
        ...result,
        report: words.includes('--json') && result.stdout ? JSON.parse(result.stdout) : undefined,
        writes: requests.filter(isWrite),
      };
    },
    send: async (method, path, body) => (await directCalls(sandbox).request(method, path, { body })).json,
  };
}
