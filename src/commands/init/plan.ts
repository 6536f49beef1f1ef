import type { ServerVersion } from '../../api/server-version.ts';
import type { Project } from '../../console/api.ts';
import type { ProjectChoice } from '../../console/project.ts';
import type { Context } from '../../context.ts';
import type { KeyPlan } from './new-key.ts';
import { type ProjectFile, planProjectFile } from './project-file.ts';

/** The decided changes. */
export interface Plan {
  readonly endpoint: string;
  readonly writesEndpoint: boolean;
  /** Undefined if its version is not known. */
  readonly server: ServerVersion | undefined;
  readonly project: ProjectChoice;
  readonly key: KeyPlan | undefined;
  /** True if the resources of the project are written into the file. */
  readonly pulls: boolean;
}

/** Describes the plan, one line per change; empty if nothing changes. */
export function planLines(plan: Plan, context: Context): string[] {
  const pull = plan.pulls ? ["write the project's resources to that file"] : [];
  return [...projectLines(plan.project), ...keyLines(plan.key), ...fileLines(plan, context), ...pull];
}

/** @param made the project, after it has been created */
export function planFile(plan: Plan, context: Context, made?: Project): ProjectFile {
  const { project, endpoint, writesEndpoint } = plan;
  const { id, name } = made ?? (project.kind === 'there' ? project.project : { id: '', name: project.name });
  return planProjectFile(context, {
    projectId: id,
    projectName: name === '' ? undefined : name,
    endpoint: writesEndpoint ? endpoint : undefined,
  });
}

function projectLines(project: ProjectChoice): string[] {
  if (project.kind === 'there') return [];
  const { id, name, organization } = project;
  const withId = id === 'unique()' ? '' : ` with the ID ${id}`;
  return [
    ...(organization.id === undefined ? [`create the organisation ${organization.name}`] : []),
    `create the project ${name}${withId} in the organisation ${organization.name}`,
  ];
}

function keyLines(key: KeyPlan | undefined): string[] {
  if (!key) return [];
  const { name, scopes, profile, existing } = key;
  const what = existing ? `use the existing API key ${name}` : `create the API key ${name}`;
  return [
    `${what}, with ${scopes.length === 1 ? 'the scope' : `${scopes.length} scopes:`} ${scopes.join(', ')}`,
    profile === undefined ? 'print that key on stdout' : `save that key as the profile ${profile}`,
  ];
}

function fileLines(plan: Plan, context: Context): string[] {
  const { path, text, isNew, replaced } = planFile(plan, context);
  if (text === undefined) return [];
  if (isNew) return [`write ${path} with the project's ID, its name and the endpoint`];
  if (replaced.length === 0) return [`add the missing values to ${path}`];
  const others = replaced.map(({ name, before }) => `${name} (now ${before})`);
  return [`change ${others.join(' and ')} in ${path}`];
}
