import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { functionEnvironment, parseRuntime } from '../../../src/functions/runtime/environment.ts';
import { findInterpreter } from '../../../src/functions/runtime/interpreters.ts';
import { startFunction } from '../../../src/functions/runtime/start.ts';
import type {
  FunctionProcess,
  FunctionRequest,
  Interpreter,
  LogLine,
  Protocol,
} from '../../../src/functions/runtime/types.ts';

/** A function that runs, with the lines it has logged. */
export interface Started extends AsyncDisposable {
  readonly process: FunctionProcess;
  readonly lines: LogLine[];
}

export interface Code {
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The first of the files by default. */
  readonly entrypoint?: string;
  /** `node-20.0` by default. */
  readonly runtime?: string;
  readonly protocol?: Protocol;
  readonly variables?: Readonly<Record<string, string>>;
  /** Environment of the process that starts the function; this one's by default. */
  readonly host?: Readonly<Record<string, string | undefined>>;
  readonly interpreter?: Interpreter;
  readonly graceAfterTimeoutMs?: number;
}

/** Facts of a function that tests start. @param id of the runtime */
export const probeFacts = (id: string, entrypoint: string) => ({
  projectId: 'shop',
  functionId: 'probe',
  name: 'Probe',
  deploymentId: 'd1',
  runtime: parseRuntime(id)!,
  entrypoint,
});

/** Writes code into a temporary folder and starts it; both end with the scope. */
export async function startCode({
  files,
  entrypoint = Object.keys(files)[0]!,
  runtime: id = 'node-20.0',
  protocol,
  variables = {},
  host = globalThis.process.env,
  interpreter,
  graceAfterTimeoutMs,
}: Code): Promise<Started> {
  const parent = mkdtempSync(join(tmpdir(), 'appwrite-cli function-'));
  const folder = join(parent, 'code');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const facts = probeFacts(id, entrypoint);
  const { runtime } = facts;
  const lines: LogLine[] = [];
  const removeCode = () => rmSync(parent, { recursive: true });
  const process = await startFunction({
    runtime,
    code: { folder, entrypoint },
    interpreter:
      interpreter ?? (await findInterpreter(runtime, { env: host, platform: globalThis.process.platform })),
    env: functionEnvironment(facts, { project: {}, function: variables }, host),
    graceAfterTimeoutMs,
    protocol,
    onLine: (line) => lines.push(line),
  }).catch((error: unknown) => {
    removeCode();
    throw error;
  });
  return {
    process,
    lines,
    async [Symbol.asyncDispose]() {
      await process.stop(0);
      removeCode();
    },
  };
}

/** A GET of `/`, with what is given in its place. */
export const request = ({
  body = '',
  ...rest
}: Partial<Omit<FunctionRequest, 'body'>> & { readonly body?: string | Buffer } = {}): FunctionRequest => ({
  method: 'GET',
  target: '/',
  headers: { host: 'shop.test' },
  body: Buffer.from(body),
  ...rest,
});
