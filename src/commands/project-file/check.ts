import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { type CliError, usageError } from '../../errors.ts';
import { visible } from '../../lib/text/visible.ts';
import { wrapProse } from '../../output/prose.ts';
import type { Screen } from '../../output/screen.ts';
import type { View } from '../../output/types.ts';
import { checkProject } from '../../project/check/check.ts';
import type { FindOptions, ProjectFiles } from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { type FileProblem, lineOf } from '../../project/model/state.ts';
import { missingFolders, requireProjectFile } from '../../project/push/project-file.ts';

interface Finding {
  readonly level: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/**
 * Reports the faults of the project file.
 * @throws CliError exit 2 if there is no file, or if it can't be read
 */
export async function runCheck(options: FindOptions, services: Services): Promise<CommandResult> {
  const files = requireProjectFile(services, options);
  const { desired, problems } = readProject(files, { resolveSecrets: false, env: {} });
  const { version } = services.apiVersion;
  const checked = checkProject(desired, version);
  for (const note of desired.notes) services.output.note(note);
  const errors = findingsOf('error', [...problems, ...checked.problems]);
  const warnings = findingsOf('warning', [...checked.warnings, ...missingFolders(desired)]);
  const findings = inOrder([...errors, ...warnings], files);
  const body = { file: files.path, environment: options.env ?? null, apiVersion: version, findings };
  return {
    ...drawnResult(JSON.stringify(body), async (screen) => draw(findings, files, screen), view),
    ...(errors.length > 0 && { failure: faulty(files, errors.length) }),
  };
}

const view: View = { items: 'findings', columns: ['level', 'file', 'line', 'message'], noun: 'findings' };

/** A line each, in the form that editors and CI systems recognise. */
function draw(
  findings: readonly Finding[],
  { path }: ProjectFiles,
  { width, paint }: Pick<Screen, 'width' | 'paint'>,
): string {
  if (findings.length === 0) return `${visible(path)}: no faults\n`;
  return findings
    .map(({ level, file, line, message }) => {
      const text = wrapProse(`${visible(file)}:${line}: ${level}: ${visible(message)}`, width);
      return `${text.replace(/(?<=:\d+:\s+)(error|warning)(?=:)/, (word) => paint(level, word))}\n`;
    })
    .join('');
}

function inOrder(
  findings: readonly Finding[],
  { main, includes, own, overlay }: ProjectFiles,
): readonly Finding[] {
  const files = [main, ...includes, own, overlay].map((source) => source?.path);
  return findings.toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line);
}

function faulty({ path }: ProjectFiles, count: number): CliError {
  return usageError(`${path} has ${count === 1 ? 'a fault' : `${count} faults`}`);
}

const findingsOf = (level: Finding['level'], problems: readonly FileProblem[]): Finding[] =>
  problems.map(({ place, message }) => ({ level, file: place.source.path, line: lineOf(place), message }));
