import { projects } from '../../api/console/projects.ts';
import { proxy } from '../../api/console/proxy.ts';
import { operationOf } from '../../api/schema.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { items, members } from '../../lib/json/slices.ts';
import { bulkPageSize, listPages } from '../../operations/all.ts';
import { buildRequest } from '../../operations/request.ts';
import { dryRun } from '../../operations/run.ts';
import { projectDocument } from './settings.ts';
import { drawSettings } from './settings-page.ts';

const getProject = operationOf(projects, 'get');
const listRules = operationOf(proxy, 'list-rules');

/**
 * Shows the settings of the project in use.
 * @throws CliError exit 3 without a console session, exit 4 for an unknown project
 */
export async function showProject(
  { web }: { readonly web: boolean },
  services: Services,
): Promise<CommandResult> {
  if (web) return (await import('../../operations/web.ts')).openConsolePage(getProject, {}, services);
  const { connection } = await services.resolve(listRules.sentWith);
  const request = buildRequest(getProject, { projectId: connection.project! });
  if (services.globals.dryRun) return dryRun(request, getProject.sentWith, services);
  const client = await services.clientFor(getProject.sentWith);
  const [{ text }, rules] = await Promise.all([client.text(request), allRules(services)]);
  const document = projectDocument(text, rules);
  const { context, apiVersion } = services;
  return drawnResult(document, (screen) =>
    drawSettings(document, { now: context.now(), version: apiVersion.version }, screen),
  );
}

async function allRules(services: Services): Promise<string[]> {
  const rules: string[] = [];
  for await (const page of await listPages(listRules, {}, services, bulkPageSize))
    rules.push(...items(members(page).get('rules')!));
  return rules;
}
