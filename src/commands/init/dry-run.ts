import type { ProjectAnswers } from '../../console/project.ts';
import * as requests from '../../console/requests.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, textResult } from '../../core/spec.ts';
import { toCurl } from '../../http/curl.ts';
import type { Resolved } from '../../profile/resolve.ts';
import { defaultKeyNameFor, type KeyAnswers, wantsKey } from './new-key.ts';
import { checkScopes, presetScopes, scopesOf } from './scopes.ts';

/** Prints the requests that would change the server, without asking. */
export async function dryRunInit(
  { connection }: Resolved,
  answers: ProjectAnswers,
  keys: KeyAnswers,
  { globals, output, apiVersion }: Services,
): Promise<CommandResult> {
  const { newProject, newOrganization, organization, project } = answers;
  const id = connection.project ?? 'PROJECT_ID';
  const asked = [];
  if (newOrganization !== undefined) asked.push(requests.newOrganization(newOrganization));
  if (newProject !== undefined)
    asked.push(requests.newProject(project ?? 'unique()', newProject, organization ?? 'ORGANIZATION_ID'));
  if (wantsKey(keys)) {
    const all = await scopesOf(apiVersion.version, undefined);
    const scopes = keys.scopes ? checkScopes(all, keys.scopes) : presetScopes(all, keys.preset!);
    asked.push(requests.newKey(id, keys.name ?? defaultKeyNameFor(keys.preset), scopes));
  }
  output.note(`appwrite.json would name the project ${id} at ${connection.endpoint}.`);
  if (asked.length === 0) return doneResult('Nothing would change on the server.');
  const admin = requests.consoleConnection(connection.endpoint, '');
  return textResult(asked.map((request) => toCurl(request, admin, globals)).join('\n'));
}
