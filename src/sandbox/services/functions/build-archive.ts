import { rm } from 'node:fs/promises';
import { extract, openArchive } from '../../../functions/pack/unpack.ts';
import { runBuildCommands } from '../../../functions/runtime/build-commands.ts';
import {
  findInterpreter,
  InterpreterMissing,
  type Machine,
  versionWarning,
} from '../../../functions/runtime/interpreters.ts';
import { languageOf } from '../../../functions/runtime/languages.ts';
import type { Interpreter, Runtime } from '../../../functions/runtime/types.ts';
import type { BuildOutcome, BuildSource } from '../../core/function-host.ts';

export interface ArchiveBuild extends BuildSource {
  readonly runtime: Runtime;
  /** Absolute path of the folder for the built code. */
  readonly folder: string;
  /** The whole environment of the commands. */
  readonly env: Readonly<Record<string, string>>;
  /** Place in which the interpreter is looked for. */
  readonly machine: Machine;
  readonly signal: AbortSignal;
  /** Receives the output as it comes. */
  onOutput(text: string): void;
}

/**
 * Unpacks an archive and runs the commands in it.
 * @throws the reason of the signal
 */
export async function buildArchive(build: ArchiveBuild): Promise<Pick<BuildOutcome, 'status' | 'log'>> {
  const { runtime, folder, archive, machine, signal } = build;
  let log = '';
  const tell = (line: string) => {
    log += `${line}\n`;
    build.onOutput(`${line}\n`);
  };
  let interpreter: Interpreter;
  try {
    interpreter = await findInterpreter(runtime, machine);
    const warning = versionWarning(runtime, interpreter);
    if (warning !== undefined) tell(`${warning}.`);
    const opened = await openArchive(archive);
    if (opened.tree.size === 0) throw new Error('the archive contains no files');
    await rm(folder, { recursive: true, force: true });
    await extract(opened, folder, new Set(opened.tree.keys()));
    tell(`Unpacked ${opened.tree.size} ${opened.tree.size === 1 ? 'file' : 'files'}.`);
    signal.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    tell(`${reasonOf(error, runtime)}.`);
    return { status: 'failed', log };
  }
  if (build.commands.trim() === '') return { status: 'ready', log };
  const { isReady, log: output } = await runBuildCommands({
    ...build,
    interpreter,
    platform: machine.platform,
  });
  return { status: isReady ? 'ready' : 'failed', log: log + output };
}

function reasonOf(error: unknown, { language }: Runtime): string {
  const reason = error instanceof Error ? error.message : String(error);
  const installation = languageOf(language)?.installation;
  return error instanceof InterpreterMissing && installation ? `${reason}: ${installation}` : reason;
}
