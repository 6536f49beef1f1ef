import type { CommandSpec } from '../../core/spec.ts';
import { prefsCommand } from '../../operations/prefs-command.ts';

export const teamCommands: readonly CommandSpec[] = [
  prefsCommand({
    group: 'teams',
    owner: 'a team',
    id: { key: 'teamId', name: 'team-id', help: 'Team ID' },
    example: ' crew',
    section: 'Teams',
    facts: 'GET and PUT /teams/{teamId}/prefs · scopes teams.read and teams.write · JWT or session',
  }),
];
