import { summaries } from '../groups.ts';
import { get, group, guest, section } from '../vocabulary.ts';

/** Operation that no specification publishes. API keys lack the scope `public`, which guests and users have. */
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
