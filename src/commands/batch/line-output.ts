import { Readable } from 'node:stream';
import type { Context, OutputStream } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import { compactJson } from '../../lib/json/format.ts';
import { createOutput } from '../../output/output.ts';
import { noProgress } from '../../output/progress.ts';
import { type ErrorReport, reportOf } from '../../output/report.ts';
import type { Output, OutputOptions } from '../../output/types.ts';

/** Everything that a line of a batch has written. */
export class LineOutput {
  readonly #chunks: Buffer[] = [];
  readonly #context: Context;
  readonly #trace: (line: string) => void;
  #isJson = true;
  #whole: string | undefined;
  error: ErrorReport | undefined;
  /** True if the line failed without an answer to a request that may have been carried out. */
  mayHaveWorked = false;
  /** Warnings, and errors after which the line went on. */
  readonly warnings: string[] = [];

  /** @param trace receives the lines of `--verbose` */
  constructor(context: Context, trace: (line: string) => void) {
    this.#trace = trace;
    this.#context = Object.create(context, {
      stdin: { get: refusedInput },
      stdout: { value: this.#collector() },
      stderr: { value: discarding },
    });
  }

  /** The context of the line: nothing of it reaches the streams of the batch. */
  get context(): Context {
    return this.#context;
  }

  /** Returns the result as JSON text: null if there is none, a string if the line asks for another format. */
  resultJson(): string {
    if (this.#whole !== undefined) return this.#whole;
    const text = Buffer.concat(this.#chunks).toString();
    if (text === '') return 'null';
    return this.#isJson ? compactJson(text) : JSON.stringify(text);
  }

  /** Makes the output for a line with these options. JSON takes the place of tables, which are for people. */
  open(given: OutputOptions): Output {
    const format = given.format === 'table' ? 'json' : given.format;
    const options: OutputOptions = { ...given, format, quiet: true };
    const base = createOutput(this.#context, options);
    const isPlain =
      format === 'json' && !options.fields && options.filter === undefined && options.out === undefined;
    return {
      ...base,
      result: async (result) => {
        this.#isJson = (result.kind === 'json' || result.kind === 'pages') && format === 'json';
        // Most answers are JSON on one line already.
        if (isPlain && result.kind === 'json' && !/[\n\r]/.test(result.text)) this.#whole = result.text;
        else await base.result(result);
      },
      bytes: () => {
        throw usageError('the bytes of a file are no result of a line', 'give --out the path of a file');
      },
      note: () => {},
      verbatim: () => {},
      sketch: async () => {},
      trace: this.#trace,
      warn: (text) => void this.warnings.push(text),
      failed: (text) => void this.warnings.push(text),
      progress: () => noProgress,
      error: async (error) => {
        this.error = reportOf(error);
        this.mayHaveWorked = error instanceof HttpError && error.outcome === 'unknown';
        return this.error.exitCode;
      },
    };
  }

  #collector(): OutputStream {
    return {
      write: (chunk, done) => {
        this.#chunks.push(Buffer.from(chunk as Uint8Array));
        done?.();
      },
      on: () => {},
      listeners: () => [() => {}],
    };
  }
}

const discarding: OutputStream = {
  write: (_, done) => done?.(),
  on: () => {},
  listeners: () => [() => {}],
};

/** The input of the batch are its lines, and not for one of them to read. */
const refusedInput = () =>
  new Readable({
    read() {
      this.destroy(usageError('- is no value in a batch, whose lines have no stdin', 'name a file'));
    },
  });
