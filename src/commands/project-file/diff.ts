import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { ExitCode } from '../../errors.ts';
import type { FindOptions } from '../../project/file/find.ts';
import { reportMarkdown, reportOf, reportText, writeReport } from '../../project/plan/difference-report.ts';
import { compareProject } from '../../project/push/compare-project.ts';
import { type PlanFlagValues, readPlanFlags } from './plan-flags.ts';
import { readSelection, type SelectionValues } from './selection.ts';

interface DiffValues
  extends FindOptions,
    SelectionValues,
    Pick<PlanFlagValues, 'rename' | 'code' | 'withVariables'> {
  readonly exitCode: boolean;
}

/**
 * Shows what differs, in both directions.
 * @throws CliError as `compareProject`
 */
export async function runDiff(values: DiffValues, services: Services): Promise<CommandResult> {
  const { renames, code, readsEnvFiles } = readPlanFlags({
    ...values,
    prune: undefined,
    allowDataLoss: undefined,
  });
  const { comparison, target, reading } = await compareProject(services, {
    file: values,
    select: readSelection(values),
    renames,
    comparesCode: code !== 'never',
    readsEnvFiles,
  });
  const report = reportOf(comparison, { target, file: { path: reading.path, sha256: reading.sha256 } });
  if (isHumanOutput(services.globals)) for (const note of report.notes) services.output.note(note);
  return {
    result: {
      kind: 'json',
      text: writeReport(report),
      view: { items: 'differences', columns: ['difference', 'resource', 'changes'], noun: 'differences' },
      draw: (screen) => reportText(report, screen),
      markdown: () => reportMarkdown(report),
    },
    ...(report.differences.length > 0 && values.exitCode && { exitCode: ExitCode.differs }),
  };
}
