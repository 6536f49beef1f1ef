import { splitWords } from '../../../lib/text/words.ts';
import type { Call } from '../call.ts';
import { newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { modelView } from '../model-view.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Scope } from '../store/store.ts';

/** A change that a user, or an admin of the console, has made. API keys leave no trace, as on a real server. */
export interface LogEntry extends Entity {
  /** `document.update`. */
  readonly event: string;
  /** `database/shop/collection/orders/document/1`. */
  readonly resource: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly userName: string;
  /** `admin` or `default`. */
  readonly mode: string;
  readonly ip: string;
}

/** Older entries are dropped. */
const maxEntries = 1000;

const entries = (store: Scope): Collection<LogEntry> => store.collection('logs');

export function addLogEntry(call: Call, entry: Omit<LogEntry, keyof Entity>): void {
  const all = entries(call.store);
  all.put({ ...call.stamp(newId(call.now)), ...entry });
  if (all.size <= maxEntries) return;
  const [oldest] = all.from(0);
  if (oldest) all.delete(oldest.$id);
}

/** Answers a list of log entries, the newest first, with `limit` and `offset` of the call. */
export function logList(call: Call, matches: (entry: LogEntry) => boolean): JsonObject {
  const { total, records } = call.page(entries(call.store).filter(matches).reverse());
  return { total, logs: records.map(view) };
}

/** Answers the changes to a resource: `team/abc`. */
export const logsOf = (call: Call, resource: string): JsonObject =>
  logList(call, (entry) => entry.resource === resource);

const view = (entry: LogEntry): JsonObject =>
  modelView('log', { ...entry, time: entry.$createdAt, ...noClient });

/** Members that tell of browsers and places; local programs have none of them. */
export const noClient: JsonObject = {
  ...Object.fromEntries(
    splitWords(`
      osCode osName osVersion clientType clientCode clientName clientVersion clientEngine clientEngineVersion
      deviceName deviceBrand deviceModel`).map((name) => [name, '']),
  ),
  countryCode: '--',
  countryName: 'Unknown',
};
