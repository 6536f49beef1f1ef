/** Restores the values of variables, which no project file has. */
import { groupIn } from '../../api/console/index.ts';
import { operationOf } from '../../api/schema.ts';
import { importVariables } from '../../bulk/variables/import.ts';
import { CliError } from '../../errors.ts';
import { isSelected, type Selection } from '../../project/model/selection.ts';
import type { Secrets } from '../snapshot.ts';
import { addProblem, newReport, type PartReport } from './report.ts';
import type { RestoreTarget } from './target.ts';

/** @returns the variables that are selected, by function or for the project */
export function selectedVariables(
  { variables }: Secrets,
  select: Selection,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const isChosen = (functionId: string, key: string) =>
    functionId === ''
      ? isSelected(select, { kind: 'project variable', path: [key] })
      : isSelected(select, { kind: 'variable', path: [functionId, key] });
  const chosen = [...variables].map(
    ([id, values]) => [id, new Map([...values].filter(([key]) => isChosen(id, key)))] as const,
  );
  return new Map(chosen.filter(([, values]) => values.size > 0));
}

/**
 * Sets variables of functions and of the project.
 * @param variables by function; under the empty ID those of the project
 */
export async function restoreVariables(
  variables: ReadonlyMap<string, ReadonlyMap<string, string>>,
  target: RestoreTarget,
): Promise<readonly PartReport[]> {
  const reports: PartReport[] = [];
  for (const [functionId, wanted] of variables) {
    const owner = functionId === '' ? 'the project' : `the function ${functionId}`;
    const report = newReport(`variables of ${owner}`);
    reports.push(report);
    report.total = wanted.size;
    try {
      await restoreOne(functionId, owner, wanted, report, target);
    } catch (error) {
      target.services.context.signal.throwIfAborted();
      if (!(error instanceof CliError)) throw error;
      report.failed = wanted.size - report.created - report.unchanged - report.updated - report.skipped;
      addProblem(report, { id: [...wanted.keys()].join(', '), reason: error.message });
      target.services.output.failed(`${report.name}: ${error.message}`);
    }
  }
  return reports;
}

async function restoreOne(
  functionId: string,
  owner: string,
  wanted: ReadonlyMap<string, string>,
  report: PartReport,
  { services, version, onConflict }: RestoreTarget,
): Promise<void> {
  // Until 1.9 the variables of the project are the console's.
  const entry = groupIn(version, functionId === '' ? 'project' : 'functions');
  const group = (await entry!.load()).at(version);
  const create = operationOf(group, 'create-variable');
  const settings = {
    list: operationOf(group, 'list-variables'),
    create,
    update: operationOf(group, 'update-variable'),
    remove: operationOf(group, 'delete-variable'),
    place: functionId === '' ? {} : { functionId },
    owner,
    wanted,
    source: 'the backup',
    onConflict,
    prune: false,
    // Its value could be read, so it was none that the server keeps to itself.
    secret: create.params.some(({ name }) => name === 'secret') ? false : undefined,
  };
  const quiet = { ...services, output: { ...services.output, note: () => {} } };
  const { result, failure } = await importVariables(settings, quiet);
  if (result?.kind !== 'json') return;
  const body: { readonly variables: readonly { key: string; status: string; error: string | null }[] } =
    JSON.parse(result.text);
  for (const { key, status, error } of body.variables) {
    if (status === 'created' || status === 'unchanged' || status === 'updated' || status === 'skipped')
      report[status]++;
    else {
      report.failed++;
      addProblem(report, { id: key, reason: error ?? failure?.message ?? status });
    }
  }
}
