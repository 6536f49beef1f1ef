import type { Call } from '../../core/call.ts';
import { invalidArgument } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { filesOf } from '../../core/records/storage.ts';
import { users } from '../../core/records/users.ts';
import { parseTime } from '../../core/time.ts';
import { allDatabases } from '../databases/databases.ts';
import { allCollections, Table } from '../databases/table.ts';
import { executionsOf, functionsOf } from '../functions/records.ts';
import { allBuckets } from '../storage/buckets.ts';
import { arrivals, type Dated, lastSteps, series, stepsMs } from '../usage/series.ts';

const dayMs = stepsMs['1d']!;
/** A real server takes any number; the sandbox does not build an answer without end. */
const maxSteps = 10_000;

/** `project get-usage`: what the project holds, and for each hour or day what it served. */
export function projectUsage(call: Call): JsonObject {
  const { from, to, period } = interval(call);
  const within = (dated: Dated) =>
    series(
      period,
      dated.filter(([timeMs]) => timeMs >= from && timeMs < to),
    );
  const hours = call.kernel.traffic.hours(call.project.$id, call.now);
  const allUsers = users(call.store).all();
  const databases = allDatabases(call.store).all();
  const documents = databases
    .flatMap(({ $id }) => allCollections(call.store, $id).all())
    .map((record) => new Table(call.store, record).documents.size);
  const buckets = allBuckets(call)
    .all()
    .map(({ $id, name }) => {
      const sizes = filesOf(call, $id)
        .all()
        .map(({ sizeOriginal }) => sizeOriginal);
      return { resourceId: $id, name, value: sum(sizes) };
    });
  const executions = functionsOf(call)
    .all()
    .map(({ $id, name }) => ({ $id, name, all: executionsOf(call, $id).all() }));
  return {
    executionsTotal: sum(executions.map(({ all }) => all.length)),
    documentsTotal: sum(documents),
    databasesTotal: databases.length,
    usersTotal: allUsers.length,
    filesStorageTotal: sum(buckets.map(({ value }) => value)),
    bucketsTotal: buckets.length,
    requests: within(arrivals(hours, ({ requests }) => requests)),
    network: within(arrivals(hours, ({ network }) => network)),
    users: within(arrivals(allUsers)),
    executions: within(executions.flatMap(({ all }) => arrivals(all))),
    executionsBreakdown: executions.map(({ $id, name, all }) => ({
      resourceId: $id,
      name,
      value: all.length,
    })),
    bucketsBreakdown: buckets,
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/**
 * Returns the days that count, and the period that is answered. As on a real server, that is as many hours or days as
 * lie between the two dates, but always the last ones; of these, only those between the dates have values.
 * @throws ApiError 400 general_argument_invalid
 */
function interval(call: Call) {
  const start = dateParam(call, 'startDate');
  const end = dateParam(call, 'endDate');
  const stepMs = stepsMs[call.params.string('period', '1d')]!;
  const steps = Math.floor(Math.abs(end - start) / dayMs) * (dayMs / stepMs);
  if (steps > maxSteps) throw invalidArgument('startDate', `it is more than ${maxSteps} periods away.`);
  const day = (timeMs: number) => Math.floor(timeMs / dayMs) * dayMs;
  return { from: day(start), to: day(end), period: lastSteps(steps, stepMs, call.now) };
}

function dateParam(call: Call, param: string): number {
  const timeMs = parseTime(call.params.string(param));
  if (timeMs === undefined) throw invalidArgument(param, 'it must be a date, such as 2024-05-01.');
  return timeMs;
}
