/** Logs and usage, which the console has in groups of the public API. */

import { usageRanges } from '../choices/console.ts';
import { summaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { logQueries, total } from '../params.ts';
import { get, group, ofProject, section } from '../vocabulary.ts';

const usage = { range: string('Period').oneOf(usageRanges).default('30d') };

export const storage = group(
  'storage',
  summaries.storage,
  { bucketId: 'Bucket ID' },

  section(
    'Usage',
    { scope: 'files.read', ...ofProject },
    {
      getUsage: get('/storage/usage', 'Count buckets, files and bytes', usage, 'usageStorage'),
      getBucketUsage: get(
        '/storage/{bucketId}/usage',
        'Count the files and bytes of a bucket',
        usage,
        'usageBuckets',
      ),
    },
  ),
);

export const teams = group(
  'teams',
  summaries.teams,
  { teamId: 'Team ID' },

  section(
    'Logs',
    { scope: 'teams.*', ...ofProject },
    {
      listLogs: get(
        '/teams/{teamId}/logs',
        'List the changes to a team',
        { queries: logQueries, total },
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
    'Usage',
    { scope: 'users.*', ...ofProject },
    { getUsage: get('/users/usage', 'Count users and their sessions', usage, 'usageUsers') },
  ),
);
