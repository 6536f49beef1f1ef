import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultApiVersion } from '../api/versions.ts';
import type { Context } from '../context.ts';
import { createServices, type OwnedServices } from '../core/create-services.ts';
import { type GlobalOptions, readGlobals } from '../core/globals.ts';
import { openTransport } from '../http/transport/open-transport.ts';
import { createOutput } from '../output/output.ts';

/** Surroundings of work that a library does for its caller. */
interface Surroundings {
  /** The only variables that the work sees. */
  readonly env: Readonly<Record<string, string>>;
  readonly onNote: (line: string) => void;
}

/**
 * Creates services for commands that run inside another program: without a terminal, without the variables of the process,
 * and without its streams and signals.
 */
export function quietServices({ env, onNote }: Surroundings): OwnedServices {
  const context = quietContext(env);
  const globals: GlobalOptions = { ...readGlobals({}), yes: true, quiet: true, noInput: true };
  const output = createOutput(context, { ...globals, format: 'table', reportsJson: false });
  const version = { version: defaultApiVersion, source: undefined };
  return createServices(context, globals, { ...output, note: onNote, warn: onNote }, version);
}

function quietContext(env: Surroundings['env']): Context {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  return {
    stdin: Readable.from([]),
    stdout: sink,
    stderr: sink,
    env,
    cwd: process.cwd(),
    home: undefined,
    platform: process.platform,
    uid: process.geteuid?.(),
    program: [process.execPath],
    now: Date.now,
    utcOffsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
    sleep: async (delayMs) => void (await sleep(delayMs)),
    openTransport,
    signal: new AbortController().signal,
  };
}
