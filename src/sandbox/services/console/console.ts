import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { isUrl } from '../../core/formats.ts';
import type { Handler, Module } from '../../core/module.ts';
import { deleteProject } from '../../core/records/ownership.ts';
import { descriptions } from '../../core/records/project-details.ts';
import { consoleId, projects } from '../../core/records/projects.ts';
import { teams } from '../../core/records/teams.ts';
import { changeableProject, isVisible, requireConsole, visibleProject } from './access.ts';
import { keyHandlers } from './keys.ts';
import { mailHandlers } from './mail.ts';
import { platformHandlers } from './platforms.ts';
import { settingHandlers } from './settings.ts';
import { templateHandlers } from './templates.ts';
import { changeProject, projectView } from './view.ts';
import { webhookHandlers } from './webhooks.ts';

/** `projects`: the projects of the user's organisations. */
const projectHandlers: Record<string, Handler> = {
  'projects.list': (call) => {
    requireConsole(call);
    const { store } = call.kernel;
    const { total, records } = call.page(projects(store).filter((project) => isVisible(call, project)));
    return { total, projects: records.map((project) => projectView(store, project)) };
  },

  'projects.create': (call) => {
    requireConsole(call);
    const id = call.params.string('projectId');
    checkId(id);
    const teamId = findTeam(call);
    const name = call.params.string('name');
    const all = projects(call.kernel.store);
    if (all.has(id)) {
      throw new ApiError(409, 'project_already_exists', `There is already a project with the ID ${id}.`);
    }
    const project = { ...call.stamp(id), name, teamId, ...texts(call) };
    return projectView(call.kernel.store, all.put(project));
  },

  'projects.get': (call) => projectView(call.kernel.store, visibleProject(call)),
  'projects.update': (call) =>
    changeProject(call, changeableProject(call), { name: call.params.string('name'), ...texts(call) }),
  'projects.updateTeam': (call) => changeProject(call, changeableProject(call), { teamId: findTeam(call) }),
  'projects.delete': (call) => {
    deleteProject(call, changeableProject(call));
    return undefined;
  },
};

/**
 * Returns the descriptive texts of a request; omitted ones become empty, as on a real server.
 * @throws ApiError 400 general_argument_invalid
 */
function texts({ params }: Call): typeof descriptions {
  const url = params.optionalString('url');
  if (url !== undefined && !isUrl(url)) throw invalidArgument('url', 'it must be a URL.');
  const names = Object.keys(descriptions) as (keyof typeof descriptions)[];
  return Object.fromEntries(names.map((name) => [name, params.string(name, '')])) as typeof descriptions;
}

function checkId(id: string): void {
  if (!/^[a-z0-9][a-z0-9-]{0,35}$/.test(id)) {
    throw invalidArgument(
      'projectId',
      'it has at most 36 lower-case letters, digits and "-", the first no "-".',
    );
  }
  if (id === consoleId) {
    throw new ApiError(400, 'project_reserved_project', 'The ID console is taken by the console itself.');
  }
}

/** @throws ApiError 404 team_not_found if the organisation does not exist, or the user is not a member */
function findTeam(call: Call): string {
  const id = call.params.string('teamId');
  if (teams(call.store).has(id) && call.actor.roles.has(`team:${id}`)) return id;
  throw new ApiError(404, 'team_not_found', `There is no organisation with the ID ${id}.`);
}

/** `projects`: projects of the console's users, with their settings, keys, platforms, webhooks and mails. */
export const consoleModule: Module = {
  handlers: {
    ...projectHandlers,
    ...settingHandlers,
    ...keyHandlers,
    ...platformHandlers,
    ...webhookHandlers,
    ...mailHandlers,
    ...templateHandlers,
  },
};
