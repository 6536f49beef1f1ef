/** Restores of snapshots that a test writes down, into sandboxes without a socket. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Part, shownPart } from '../../../src/backup/parts.ts';
import type { RestoreRequest } from '../../../src/backup/restore/restore.ts';
import { restoreSnapshot } from '../../../src/backup/restore/restore.ts';
import { wholeProject } from '../../../src/backup/selection.ts';
import type { Snapshot } from '../../../src/backup/snapshot.ts';
import { createServices } from '../../../src/core/create-services.ts';
import { type GlobalOptions, readGlobals } from '../../../src/core/globals.ts';
import type { CliError } from '../../../src/errors.ts';
import { createOutput } from '../../../src/output/output.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { BackupContents } from '../../kit/backup.ts';
import { isWrite, recorded } from '../../kit/disturbed.ts';
import { capture, type LineOptions, testContext } from '../../kit/in-process.ts';
import { cheapHashing } from '../../kit/password-hashing.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { virtualClock } from '../../kit/virtual-clock.ts';
import { directCalls } from '../../sandbox/client.ts';

export type Contents = Pick<BackupContents, 'project' | 'parts' | 'bytes'>;

export function memorySnapshot({ project = {}, parts = [], bytes = {} }: Contents): Snapshot {
  const projectFolder = temporaryFolder();
  writeFileSync(join(projectFolder, 'appwrite.json'), JSON.stringify(project));
  return {
    origin: {
      endpoint: 'http://127.0.0.1/v1',
      projectId: 'origin',
      apiVersion: '1.5',
      serverVersion: '1.5.7',
    },
    parts: parts.map(([part]) => part),
    missing: [],
    projectFolder,
    async *items(part) {
      for (const item of itemsOf(parts, part) ?? [])
        yield typeof item === 'string' ? item : JSON.stringify(item);
    },
    async bytes(bucketId, fileId) {
      const found = bytes[bucketId]![fileId]!;
      return (async function* () {
        yield Buffer.from(found);
      })();
    },
    secrets: async () => undefined,
    close: async () => {},
  };
}

const itemsOf = (parts: NonNullable<Contents['parts']>, part: Part) =>
  parts.find(([each]) => shownPart(each) === shownPart(part))?.[1];

export interface Restored {
  readonly code: number;
  readonly failure: CliError | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly report: any;
  readonly stderr: string;
  /** Requests other than GET, as lines: `POST /users`. */
  readonly writes: readonly string[];
  /** Requests as lines, without queries. */
  readonly requests: readonly string[];
}

/** A project to restore into. */
export interface Destination {
  readonly sandbox: Sandbox;
  readonly home: string;
  restore(
    contents: Contents | Snapshot,
    request?: Partial<RestoreRequest>,
    options?: LineOptions & { readonly flags?: Partial<GlobalOptions> },
  ): Promise<Restored>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  send(method: string, path: string, body?: object): Promise<any>;
}

export async function destination(): Promise<Destination> {
  const sandbox = await createSandbox({ asyncDelayMs: 0, passwordHashing: cheapHashing });
  const home = temporaryFolder();
  return {
    sandbox,
    home,
    async restore(contents, request = {}, { transport = sandboxTransport(sandbox), flags, ...options } = {}) {
      const requests: string[] = [];
      const stdout = capture(options);
      const stderr = capture(options);
      const context = testContext(
        {
          cwd: home,
          home,
          env: sandboxEnv(sandbox),
          transport: recorded(transport, requests),
          clock: virtualClock(),
          ...options,
        },
        stdout.stream,
        stderr.stream,
      );
      const globals = { ...readGlobals({}), yes: true, ...flags };
      const output = createOutput(context, { ...globals, format: 'json', reportsJson: true });
      const services = createServices(context, globals, output, { version: '1.5', source: undefined });
      const snapshot = 'items' in contents ? contents : memorySnapshot(contents);
      const counted = 'items' in contents ? [] : (contents.parts ?? []);
      try {
        const { result, failure } = await restoreSnapshot(
          {
            snapshot,
            identity: 'a',
            select: wholeProject,
            countOf: (part) => itemsOf(counted, part)?.length,
            isCheapToRead: true,
            onConflict: undefined,
            confirmed: undefined,
            concurrency: undefined,
            ...request,
          },
          services,
        );
        return {
          code: failure?.exitCode ?? 0,
          failure,
          report: result?.kind === 'json' ? JSON.parse(result.text) : undefined,
          stderr: stderr.text(),
          requests,
          writes: requests.filter(isWrite),
        };
      } catch (error) {
        const failure = error as CliError;
        return {
          code: failure.exitCode,
          failure,
          report: undefined,
          stderr: stderr.text(),
          requests,
          writes: requests.filter(isWrite),
        };
      } finally {
        await services.close();
      }
    },
    send: async (method, path, body) => (await directCalls(sandbox).request(method, path, { body })).json,
  };
}
