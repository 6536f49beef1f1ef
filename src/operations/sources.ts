import { promises as files } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Param } from '../api/schema.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { codeOf, reasonOf } from '../lib/files/fs-error.ts';
import type { DateReader } from './dates.ts';
import type { Value } from './values.ts';

/** Maximum size of one value in memory. The server rejects requests above about 12 MiB. */
const maxTextBytes = 12 * 1024 * 1024;

/** Files and stdin as sources of the values of one line. Stdin can be read once. */
export interface Sources {
  /** True if stdin is a terminal, which would show a secret that is typed. */
  readonly stdinEchoes: boolean;
  /** Reads a file that the line names. @throws CliError exit 2 naming the flag */
  file(flag: string, path: string): Promise<string>;
  /** Reads all of stdin. @throws CliError exit 2 if another flag has read it */
  stdin(flag: string): Promise<string>;
  /** Reads the dates of the line. */
  dates(): Promise<DateReader>;
  /** Opens the bytes to upload: a file, or stdin for `-`. */
  upload(param: Param, path: string): Promise<Value>;
}

/** Those of an object or array that is not written on the line. */
export type TextSources = Pick<Sources, 'file' | 'stdin'>;

export function createSources(context: Context): Sources {
  let stdinTakenBy: string | undefined;
  const takeStdin = (flag: string) => {
    if (stdinTakenBy)
      throw usageError(`${stdinTakenBy} and ${flag} both read stdin`, 'give one of them another way');
    stdinTakenBy = flag;
  };
  let dates: DateReader | undefined;
  return {
    async dates() {
      dates ??= new (await import('./dates.ts')).DateReader(context);
      return dates;
    },
    get stdinEchoes() {
      return context.stdin.isTTY === true;
    },
    file: (flag, path) => readWholeFile(flag, resolve(context.cwd, path), path),
    stdin(flag) {
      takeStdin(flag);
      return readAll(flag, context.stdin);
    },
    async upload(param, path) {
      const { openSource } = await import('../http/upload/upload-source.ts');
      if (path === '-') takeStdin(param.flag);
      return openSource(
        param.name,
        path === '-'
          ? { stream: context.stdin, filename: pipeFilename(param) }
          : { path: resolve(context.cwd, path), filename: basename(path), flag: param.flag },
      );
    },
  };
}

/** Returns the filename of a pipe. For code, the server checks the extension. */
function pipeFilename({ name }: Param): string {
  return name === 'code' ? 'code.tar.gz' : 'stdin';
}

async function readWholeFile(flag: string, absolute: string, path: string): Promise<string> {
  let bytes: Buffer;
  try {
    // Through `node:fs`, which loads its promises API on first use.
    bytes = await files.readFile(absolute);
  } catch (error) {
    throw usageError(`${flag}: can't read ${path}: ${reasonOf(error)}`);
  }
  return decode(flag, bytes);
}

async function readAll(flag: string, stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxTextBytes) break;
      chunks.push(bytes);
    }
  } catch (error) {
    throw codeOf(error) === undefined ? error : usageError(`${flag}: can't read stdin: ${reasonOf(error)}`);
  }
  return decode(flag, Buffer.concat(chunks), size);
}

function decode(flag: string, bytes: Buffer, size = bytes.length): string {
  if (size > maxTextBytes) throw usageError(`${flag}: more than 12 MiB, which no server accepts`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(`${flag}: not UTF-8 text`);
  }
}
