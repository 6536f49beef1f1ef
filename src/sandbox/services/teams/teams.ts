import { isPrivileged } from '../../core/auth/actor.ts';
import { ApiError } from '../../core/errors.ts';
import type { Handler, Module } from '../../core/module.ts';
import { logsOf } from '../../core/records/logs.ts';
import { adoptProjects, deleteProjectsOf } from '../../core/records/ownership.ts';
import { consoleId } from '../../core/records/projects.ts';
import { join, memberships, teams, teamView } from '../../core/records/teams.ts';
import { changeableTeam, findTeam, isVisible, rolesParam } from './access.ts';
import { membershipHandlers } from './memberships.ts';

const teamHandlers: Record<string, Handler> = {
  'teams.list': (call) => {
    const { total, records } = call.page(teams(call.store).filter((team) => isVisible(call, team)));
    return { total, teams: records.map(teamView) };
  },

  'teams.create': (call) => {
    const { params, store, actor } = call;
    const id = params.string('teamId');
    const roles = rolesParam(call, ['owner']);
    if (teams(store).has(id)) {
      throw new ApiError(409, 'team_already_exists', `There is already a team with the ID ${id}.`);
    }
    const team = teams(store).put({ ...call.stamp(id), name: params.string('name'), total: 0, prefs: {} });
    if (actor.signedIn && !isPrivileged(actor)) {
      join(call, team, actor.signedIn.userId, [...new Set([...roles, 'owner'])]);
    }
    if (call.project.$id === consoleId) adoptProjects(call, id);
    return teamView(teams(store).get(id) ?? team);
  },

  'teams.get': (call) => teamView(findTeam(call)),
  'teams.updateName': (call) =>
    teamView(teams(call.store).put(call.touch(changeableTeam(call), { name: call.params.string('name') }))),
  'teams.delete': (call) => {
    const { $id } = changeableTeam(call);
    for (const membership of memberships(call.store).filter(({ teamId }) => teamId === $id)) {
      memberships(call.store).delete(membership.$id);
    }
    teams(call.store).delete($id);
    if (call.project.$id === consoleId) deleteProjectsOf(call, $id);
    return undefined;
  },

  'teams.listLogs': (call) => logsOf(call, `team/${findTeam(call).$id}`),

  'teams.getPrefs': (call) => findTeam(call).prefs,
  'teams.updatePrefs': (call) => {
    const prefs = call.params.object('prefs');
    return teams(call.store).put(call.touch(changeableTeam(call), { prefs })).prefs;
  },
};

/** `teams`: teams of a project's users; in the console, the organisations that own projects. */
export const teamsModule: Module = { handlers: { ...teamHandlers, ...membershipHandlers } };
