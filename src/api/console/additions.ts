/** Single operations that the console has in public groups: logs, usage, the version. */
import { summaries } from '../groups.ts';
import { logQueries } from '../params.ts';
import { get, group, guest, section, user } from '../schema.ts';

/** API keys lack the scope `public`, which guests and users have. */
export const health = group(
  'health',
  summaries.health,
  {},

  section(
    'Services',
    { scope: 'public', auth: guest },
    { getVersion: get('/health/version', 'Show the version') },
  ),
);

export const teams = group(
  'teams',
  summaries.teams,
  { teamId: 'Team ID' },

  section(
    'Teams',
    { scope: 'teams.*', auth: user },
    {
      listLogs: get(
        '/teams/{teamId}/logs',
        'List what happened to a team',
        { queries: logQueries },
        'logList',
      ),
    },
  ),
);

export const users = group(
  'users',
  summaries.users,
  {},

  section(
    'Users',
    { scope: 'users.*', auth: user },
    { getUsage: get('/users/usage', 'Count users and sessions over time') },
  ),
);
