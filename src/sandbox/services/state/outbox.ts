import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { Module } from '../../core/module.ts';
import { type OutboxEntry, outboxOf, outboxView } from '../../core/records/outbox.ts';
import { consoleId } from '../../core/records/projects.ts';
import type { Collection } from '../../core/store/collection.ts';
import { settledMessages } from '../messaging/delivery.ts';

const defaultLimit = 25;

/** `sandbox … outbox`: what a real server would have sent. */
export const outboxModule: Module = {
  handlers: {
    'sandbox.listOutbox': (call) => {
      const { params } = call;
      const after = params.string('after', '');
      const filters = (['to', 'channel', 'kind'] as const).flatMap((name) => {
        const wanted = params.string(name, '');
        return wanted === '' ? [] : [(entry: OutboxEntry) => entry[name] === wanted];
      });
      const outbox = chosenOutbox(call);
      const newer = after === '' ? outbox.all() : newerThan(outbox, after);
      const found = newer.filter((entry) => filters.every((matches) => matches(entry)));
      const entries = found.slice(-params.number('limit', defaultLimit));
      return { total: found.length, entries: entries.map(outboxView) };
    },

    'sandbox.getOutboxEntry': (call) => {
      const id = call.params.string('entryId');
      const entry = chosenOutbox(call).get(id);
      if (entry) return outboxView(entry);
      throw new ApiError(404, 'outbox_entry_not_found', `The outbox has no entry with the ID ${id}.`);
    },

    'sandbox.clearOutbox': (call) => {
      chosenOutbox(call).clear();
      return undefined;
    },
  },
};

/** Returns the outbox of the project with the messages that are due, or that of the console if the caller asks for it. */
function chosenOutbox(call: Call): Collection<OutboxEntry> {
  const { params, kernel, project } = call;
  settledMessages(call);
  return outboxOf(kernel.store.scope(params.boolean('console', false) ? consoleId : project.$id));
}

/** Returns the entries after one; all of them if that was deleted, since then all may be new. */
function newerThan(outbox: Collection<OutboxEntry>, id: string): OutboxEntry[] {
  const position = outbox.position(id);
  return position === undefined ? outbox.all() : [...outbox.from(position + 1)];
}
