import type { Call } from '../../core/call.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler, Module } from '../../core/module.ts';
import { filesOf } from '../../core/records/storage.ts';
import { users } from '../../core/records/users.ts';
import type { Entity } from '../../core/store/collection.ts';
import { openCollection } from '../databases/collections.ts';
import { allDatabases, findDatabase } from '../databases/databases.ts';
import { allCollections, type CollectionRecord, Table } from '../databases/table.ts';
import { deploymentsOf, executionsOf, findFunction, functionsOf } from '../functions/records.ts';
import { allBuckets, findBucket } from '../storage/buckets.ts';
import { sessions } from '../users/sessions.ts';
import { arrivals, type Dated, periodOf, series } from './series.ts';

/** Usage of a kind of resource that the sandbox holds. */
interface Metric {
  /** Name of the values, and of the total, which ends in `Total`. */
  readonly name: string;
  readonly total?: string;
  readonly dated: Dated;
}

/**
 * Answers metrics of what is there: totals, and for each hour or day of the range what came then and is still there. A
 * real server counts in the background, and subtracts what is deleted from the day of the deletion.
 */
function usage(call: Call, metrics: readonly Metric[]): JsonObject {
  const range = call.params.string('range', '30d');
  const period = periodOf(range, call.now);
  const counted = metrics.map(({ name, total = name, dated }) => {
    const sum = dated.reduce((all, [, value]) => all + value, 0);
    return { total: [`${total}Total`, sum], values: [name, series(period, dated)] };
  });
  return {
    range,
    ...Object.fromEntries(counted.map(({ total }) => total)),
    ...Object.fromEntries(counted.map(({ values }) => values)),
  };
}

const documentsOf = (call: Call, collections: readonly CollectionRecord[]) =>
  collections.flatMap((record) => new Table(call.store, record).documents.all());

const collectionsOf = (call: Call, databases: readonly Entity[]) =>
  databases.flatMap(({ $id }) => allCollections(call.store, $id).all());

function contentsOf(call: Call, databases: readonly Entity[]): Metric[] {
  const collections = collectionsOf(call, databases);
  return [
    { name: 'collections', dated: arrivals(collections) },
    { name: 'documents', dated: arrivals(documentsOf(call, collections)) },
  ];
}

function filesIn(call: Call, buckets: readonly Entity[]): Metric[] {
  const files = buckets.flatMap(({ $id }) => filesOf(call, $id).all());
  return [
    { name: 'files', dated: arrivals(files) },
    { name: 'storage', total: 'filesStorage', dated: arrivals(files, ({ sizeOriginal }) => sizeOriginal) },
  ];
}

/** The size of built code is not counted. Without `--functions` nothing is built or executed. */
function codeOf(call: Call, functions: readonly Entity[]): Metric[] {
  const deployments = functions.flatMap(({ $id }) => deploymentsOf(call, $id).all());
  const builds = deployments.filter(({ buildId }) => buildId !== '');
  const executions = functions.flatMap(({ $id }) => executionsOf(call, $id).all());
  return [
    { name: 'deployments', dated: arrivals(deployments) },
    { name: 'deploymentsStorage', dated: arrivals(deployments, ({ size }) => size) },
    { name: 'builds', dated: arrivals(builds) },
    { name: 'buildsStorage', dated: [] },
    { name: 'buildsTime', dated: arrivals(builds, ({ buildSeconds = 0 }) => buildSeconds * 1000) },
    { name: 'executions', dated: arrivals(executions) },
    { name: 'executionsTime', dated: arrivals(executions, ({ duration }) => Math.floor(duration * 1000)) },
  ];
}

const handlers: Record<string, Handler> = {
  'databases.getUsage': (call) => {
    const databases = allDatabases(call.store).all();
    return usage(call, [{ name: 'databases', dated: arrivals(databases) }, ...contentsOf(call, databases)]);
  },
  'databases.getDatabaseUsage': (call) => usage(call, contentsOf(call, [findDatabase(call)])),
  'databases.getCollectionUsage': (call) =>
    usage(call, [{ name: 'documents', dated: arrivals(openCollection(call).documents.all()) }]),

  'storage.getUsage': (call) => {
    const buckets = allBuckets(call).all();
    return usage(call, [{ name: 'buckets', dated: arrivals(buckets) }, ...filesIn(call, buckets)]);
  },
  'storage.getBucketUsage': (call) => usage(call, filesIn(call, [findBucket(call)])),

  'functions.getUsage': (call) => {
    const functions = functionsOf(call).all();
    return usage(call, [{ name: 'functions', dated: arrivals(functions) }, ...codeOf(call, functions)]);
  },
  'functions.getFunctionUsage': (call) => usage(call, codeOf(call, [findFunction(call)])),

  'users.getUsage': (call) =>
    usage(call, [
      { name: 'users', dated: arrivals(users(call.store).all()) },
      { name: 'sessions', dated: arrivals(sessions(call.store).all()) },
    ]),
};

/** Usage of databases, storage, functions and users, computed from what they hold. */
export const usageModule: Module = { handlers };
