import { resolve } from 'node:path';
import { countsOf } from '../../backup/folder/manifest.ts';
import { openBackup } from '../../backup/folder/open.ts';
import { isArchive } from '../../backup/folder/paths.ts';
import { type Finding, verifyBackup } from '../../backup/folder/verify.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import { wrapProse } from '../../output/prose.ts';
import type { Screen } from '../../output/screen.ts';
import type { View } from '../../output/types.ts';

const view: View = { items: 'findings', columns: ['path', 'line', 'problem'], noun: 'findings' };

/**
 * Reports everything that is wrong with a backup.
 * @throws CliError exit 2 if it is no backup, exit 1 if its manifest is damaged
 * @returns a failure with exit 9 if anything is wrong
 */
export async function runVerify(
  { backup: shown }: { readonly backup: string },
  { context, output }: Services,
): Promise<CommandResult> {
  const path = resolve(context.cwd, shown);
  const backup = await openBackup(path, { shown });
  const progress = output.progress({ label: 'verifying', unit: 'bytes' });
  try {
    const { manifest } = backup;
    const hasModes = context.platform !== 'win32' && !isArchive(path);
    const findings = await verifyBackup(backup, {
      onProgress: (bytes) => progress.update(bytes),
      checksModes: hasModes,
    });
    const counts = countsOf(manifest.parts);
    const body = {
      path: shown,
      project: manifest.origin.projectId,
      endpoint: manifest.origin.endpoint,
      finishedAt: manifest.finishedAt,
      counts,
      scrubbed: manifest.scrubbed !== undefined,
      missing: manifest.missing.map(({ what, reason }) => ({ what, reason })),
      findings: findings.map(({ path, line, problem }) => ({ path, line: line ?? null, problem })),
    };
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const summary = `${visible(shown)} is whole: ${counted(total, 'items')} of ${counted(manifest.parts.length, 'lists')}, from ${manifest.finishedAt}${manifest.scrubbed ? ', scrubbed' : ''}.`;
    return {
      ...drawnResult(JSON.stringify(body), async (screen) => draw(findings, summary, screen), view),
      ...(findings.length > 0 && { failure: damaged(shown, findings.length) }),
    };
  } finally {
    progress.stop();
    await backup.close();
  }
}

/** A line each, in the form that editors and CI systems recognise. */
function draw(findings: readonly Finding[], summary: string, { width }: Screen): string {
  const lines = findings.map(
    ({ path, line, problem }) =>
      `${visible(path)}${line === undefined ? '' : `:${line}`}: ${visible(problem)}`,
  );
  return (lines.length > 0 ? lines : [summary]).map((text) => `${wrapProse(text, width)}\n`).join('');
}

const damaged = (shown: string, count: number) =>
  new CliError(ExitCode.differs, `${shown} is damaged: ${counted(count, 'findings')}`, {
    hint: 'make a new one with appwrite-cli backup create, or restore what is whole with --only',
  });
