/** `--watch`: generates types again whenever the files of the project change. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, usageError } from '../../errors.ts';
import { unfinished } from '../../lib/text/words.ts';
import { ownFileName, type ProjectFiles } from '../../project/file/find.ts';
import { originOf } from '../../project/schema/read.ts';
import { generateOnce, type TypesJob } from './generation.ts';

/** Time between two looks at the files. Looking works on every file system, also on those that report no changes. */
const intervalMs = 300;

/**
 * Writes once after each burst of changes, until Ctrl-C. A file with faults is reported, and does not end it.
 * @throws CliError exit 2 if there is nothing to watch; the error of the first run
 */
export async function watchTypes(job: TypesJob, services: Services): Promise<CommandResult> {
  const { context, output } = services;
  if (originOf(job.request, services).from === 'server')
    throw usageError(
      '--watch follows the project file, and there is no way to follow a server',
      'leave out --watch',
    );
  let files = await run(job, services);
  output.note(`Watching ${files.path}; Ctrl-C ends it.`);
  let seen = stampOf(files);
  for (;;) {
    await context.sleep(intervalMs);
    const changed = stampOf(files);
    if (changed === seen) continue;
    seen = await settled(changed, files, services);
    try {
      const next = await run(job, services);
      // A change during the run counts as the next one.
      const isSettled = stampOf(files) === seen;
      files = next;
      seen = isSettled ? stampOf(files) : '';
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof CliError)) throw error;
      output.failed(`${unfinished(error.message)}; waiting for the next change`, error.hint);
    }
  }
}

async function run(job: TypesJob, services: Services): Promise<ProjectFiles> {
  const { source, result } = await generateOnce(job, services);
  await services.output.result(result.result!);
  return source.files!;
}

/** Waits until nothing changes between two looks: editors and git write several files, or one in several steps. */
async function settled(first: string, files: ProjectFiles, { context }: Services): Promise<string> {
  let before = first;
  for (;;) {
    await context.sleep(intervalMs);
    const now = stampOf(files);
    if (now === before) return now;
    before = now;
  }
}

/** Returns a text that changes with each of the files, also if one appears or disappears. */
function stampOf({ main, includes, own, overlay, folder }: ProjectFiles): string {
  const paths = [
    main.absolutePath,
    ...includes.map(({ absolutePath }) => absolutePath),
    own?.absolutePath ?? join(folder, ownFileName),
    ...(overlay ? [overlay.absolutePath] : []),
  ];
  return paths
    .map((path) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : 'missing';
    })
    .join('\n');
}
