import { boolean, integer, string } from '../api/param-spec.ts';
import { del, get, group, key, post, section } from '../api/vocabulary.ts';
import { maxOutboxEntries, outboxKinds } from './core/outbox-kinds.ts';
import { channels } from './core/records/messaging.ts';

const console = boolean("Entries of the console's own accounts, instead of the project's").default(false);
const chosen = {
  to: string('Address or number of the recipient').max(2048),
  channel: string('Channel').oneOf(channels),
  kind: string('Reason to send it').oneOf(outboxKinds),
  console,
};

/**
 * The sandbox's own operations, which no real server has. They are no part of the catalogue, so no commands derive from
 * them. Whoever has the scope can sign in as any user of the project: the outbox tells such a caller nothing new.
 */
export const ownOperations = group(
  'sandbox',
  'The sandbox itself',
  { entryId: 'ID of the entry' },

  section(
    'Outbox',
    { scope: 'users.write', auth: key },
    {
      listOutbox: get(
        '/sandbox/outbox',
        'List what a real server would have sent, the newest last',
        {
          ...chosen,
          after: string('ID of an entry: list only newer ones').max(36),
          limit: integer('Maximum number of entries, the newest of all')
            .range(1, maxOutboxEntries)
            .default(25),
        },
        'any',
      ),
      getOutboxEntry: get('/sandbox/outbox/{entryId}', 'Show an entry', { console }, 'any'),
      clearOutbox: del('/sandbox/outbox', 'Delete all entries', { console }),
    },
  ),

  section(
    'State',
    { scope: 'users.write', auth: key },
    {
      reset: post('/sandbox/reset', 'Bring everything back to the start', {}, 'any', { status: 200 }),
      tick: post(
        '/sandbox/tick',
        'Move the clock forward',
        {
          duration: string('Time to move it by: 90s, 15m, 1h30m, 7d').max(64),
          until: string('Time to move it to, instead; one that has passed changes nothing').max(64),
          maxSeconds: integer('Stop at the next minute that is due after so much real time').range(1, 3600),
        },
        'any',
        { status: 200 },
      ),
    },
  ),
);
