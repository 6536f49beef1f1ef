import { databases } from '../../api/console/database-usage.ts';
import { storage, users } from '../../api/console/logs-and-usage.ts';
import { project } from '../../api/console/project.ts';
import { type Operation, operationOf } from '../../api/schema.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult, textResult } from '../../core/spec.ts';
import { toCurl } from '../../http/curl.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { createSources } from '../../operations/sources.ts';
import type { webFlags } from '../../operations/view-flags.ts';
import type { usageFlags } from './flags.ts';
import { intervalOf, type Range, usageColumns, usageDocument } from './usage-data.ts';
import { drawUsage } from './usage-page.ts';

const ofProject = operationOf(project, 'get-usage');
const ofGroups = [databases, storage, users].map((group) => operationOf(group, 'get-usage'));

/**
 * Shows how much a project was used.
 * @throws CliError exit 2 for an unknown range, exit 3 without a console session
 */
export async function showUsage(
  input: FlagValuesOf<typeof usageFlags & typeof webFlags>,
  services: Services,
): Promise<CommandResult> {
  if (input.web) return (await import('../../operations/web.ts')).openConsolePage(ofProject, {}, services);
  const { context, globals } = services;
  const { range } = await readValues(ofGroups[0]!, { range: input.range ?? '30d' }, createSources(context));
  const interval = intervalOf(range as Range, context.now());
  const { startDate, endDate, period } = interval;
  const asked: readonly (readonly [Operation, Readonly<Record<string, string>>])[] = [
    [ofProject, { startDate, endDate, period }],
    ...ofGroups.map((operation) => [operation, { range: interval.range }] as const),
  ];
  const requests = asked.map(([operation, values]) => buildRequest(operation, values));
  const { connection } = await services.resolve(ofProject.sentWith);
  if (globals.dryRun)
    return textResult(requests.map((request) => toCurl(request, connection, globals)).join('\n'));
  const client = await services.clientFor(ofProject.sentWith);
  const answers = await Promise.all(requests.map(async (request) => (await client.text(request)).text));
  const document = usageDocument(interval, answers);
  const shown = connection.project!;
  return drawnResult(document, async (screen) => drawUsage(document, shown, screen), {
    items: 'points',
    columns: usageColumns,
  });
}
