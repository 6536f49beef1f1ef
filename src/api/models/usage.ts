/** Models of usage, which only the console's own API answers with. */

import { splitWords } from '../../lib/text/words.ts';
import type { Lifetime } from '../versions.ts';
import { type ModelSpec, type ModelSpecs, model } from './model.ts';

/**
 * Defines usage over time: the total of each metric, then its values.
 * @param metrics names such as `files`, or total and values such as `filesStorage:storage`; a mark tells the versions
 */
function usage(metrics: string, lifetime: Lifetime = {}): ModelSpec {
  const names = splitWords(metrics).map((metric) => {
    const [word = '', mark] = metric.split('@');
    const [total = '', list = total] = word.split(':');
    return { total, list, mark: mark === undefined ? '' : `@${mark}` };
  });
  const totals = names.map(
    ({ total, mark }) => `${total}Total:${/storage$/i.test(total) ? 'bytes' : 'integer'}${mark}`,
  );
  const values = names.map(({ list, mark }) => `${list}:list(metric)${mark}`);
  const fields = ['range', ...totals, ...values].join(' ');
  return model(fields, undefined, lifetime);
}

/** Metrics of functions and sites. 1.5.7 does not count what the published API calls MB seconds. */
const computeUsage =
  'deployments deploymentsStorage builds buildsSuccess@1.7 buildsFailed@1.7 buildsStorage buildsTime ' +
  'buildsMbSeconds@1.6 executions executionsTime executionsMbSeconds@1.6';
const traffic = 'requests inbound outbound';
const site = { since: '1.7' } as const;

const reads = 'storage databaseReads databaseWrites';
const ofDatabases = 'collections documents';

export const makeUsageModels = (): ModelSpecs => ({
  metric: model('value:integer date:date', 'date value'),
  metricBreakdown: model('resourceId name value:integer estimate:number@1.6', 'resourceId name value'),
  usageDatabases: usage(
    'databases collections tables@1.8 documents rows@1.8 storage@1.6 databasesReads@1.6 databasesWrites@1.6',
  ),
  usageDatabase: usage(
    'collections tables@1.8 documents rows@1.8 storage@1.6 databaseReads@1.6 databaseWrites@1.6',
  ),
  usageCollection: usage('documents'),
  usageTable: usage('rows', { since: '1.8' }),
  usageDocumentsDB: usage(`${ofDatabases} ${reads}`, { since: '1.9' }),
  usageVectorsDB: usage(`${ofDatabases} ${reads}`, { since: '1.9' }),
  usageVectorsDBs: usage(`databases ${ofDatabases} storage databasesReads databasesWrites`, { since: '1.9' }),
  usageFunctions: usage(`functions ${computeUsage}`),
  usageFunction: withBuildAverage(usage(computeUsage)),
  usageSites: usage(`sites ${computeUsage} ${traffic}`, site),
  usageSite: withBuildAverage(usage(`${computeUsage} ${traffic}`, site)),
  usageStorage: usage('buckets files filesStorage:storage'),
  usageBuckets: usage('files filesStorage:storage imageTransformations@1.6'),
  usageUsers: usage('users sessions'),
  usageProject: model(
    'executionsTotal:integer documentsTotal:integer documentsdbDocumentsTotal:integer@1.9 rowsTotal:integer@1.8 ' +
      'databasesTotal:integer documentsdbTotal:integer@1.9 databasesStorageTotal:bytes@1.6 ' +
      'documentsdbDatabasesStorageTotal:bytes@1.9 usersTotal:integer filesStorageTotal:bytes ' +
      'functionsStorageTotal:bytes@1.6 buildsStorageTotal:bytes@1.6 deploymentsStorageTotal:bytes@1.6 ' +
      'bucketsTotal:integer executionsMbSecondsTotal:integer@1.6 buildsMbSecondsTotal:integer@1.6 ' +
      'databasesReadsTotal:integer@1.6 databasesWritesTotal:integer@1.6 ' +
      'documentsdbDatabasesReadsTotal:integer@1.9 documentsdbDatabasesWritesTotal:integer@1.9 ' +
      'requests:list(metric) network:list(metric) users:list(metric) executions:list(metric) ' +
      'executionsBreakdown:list(metricBreakdown) bucketsBreakdown:list(metricBreakdown) ' +
      'databasesStorageBreakdown:list(metricBreakdown)@1.6 executionsMbSecondsBreakdown:list(metricBreakdown)@1.6 ' +
      'buildsMbSecondsBreakdown:list(metricBreakdown)@1.6 functionsStorageBreakdown:list(metricBreakdown)@1.6 authPhoneTotal:integer@1.6 ' +
      'authPhoneEstimate:number@1.6 authPhoneCountryBreakdown:list(metricBreakdown)@1.6 databasesReads:list(metric)@1.6 ' +
      'databasesWrites:list(metric)@1.6 documentsdbDatabasesReads:list(metric)@1.9 documentsdbDatabasesWrites:list(metric)@1.9 ' +
      'documentsdbDatabasesStorage:list(metric)@1.9 imageTransformations:list(metric)@1.6 ' +
      'imageTransformationsTotal:integer@1.6 vectorsdbDatabasesTotal:integer@1.9 ' +
      'vectorsdbCollectionsTotal:integer@1.9 vectorsdbDocumentsTotal:integer@1.9 ' +
      'vectorsdbDatabasesStorageTotal:bytes@1.9 vectorsdbDatabasesReadsTotal:integer@1.9 ' +
      'vectorsdbDatabasesWritesTotal:integer@1.9 vectorsdbDatabases:list(metric)@1.9 vectorsdbCollections:list(metric)@1.9 ' +
      'vectorsdbDocuments:list(metric)@1.9 vectorsdbDatabasesStorage:list(metric)@1.9 vectorsdbDatabasesReads:list(metric)@1.9 ' +
      'vectorsdbDatabasesWrites:list(metric)@1.9 embeddingsText:object@1.9 embeddingsTextTokens:object@1.9 ' +
      'embeddingsTextDuration:object@1.9 embeddingsTextErrors:object@1.9 embeddingsTextTotal:object@1.9 ' +
      'embeddingsTextTokensTotal:object@1.9 embeddingsTextDurationTotal:object@1.9 ' +
      'embeddingsTextErrorsTotal:object@1.9',
  ),
  consoleVariables: model(
    '_APP_DOMAIN_TARGET@..1.7 _APP_DOMAIN_TARGET_CNAME@1.7 _APP_DOMAIN_TARGET_A@1.7 ' +
      '_APP_COMPUTE_BUILD_TIMEOUT:seconds@1.8 _APP_DOMAIN_TARGET_AAAA@1.7 _APP_DOMAIN_TARGET_CAA@1.7 ' +
      '_APP_STORAGE_LIMIT:bytes _APP_FUNCTIONS_SIZE_LIMIT:bytes@..1.7 ' +
      '_APP_COMPUTE_SIZE_LIMIT:bytes@1.7 _APP_USAGE_STATS _APP_VCS_ENABLED:boolean ' +
      '_APP_DOMAIN_ENABLED:boolean _APP_ASSISTANT_ENABLED:boolean _APP_DOMAIN_SITES@1.7 ' +
      '_APP_DOMAIN_FUNCTIONS@1.7 _APP_OPTIONS_FORCE_HTTPS@1.7 _APP_DOMAINS_NAMESERVERS@1.7 ' +
      '_APP_DB_ADAPTER@1.9 supportForRelationships:boolean@1.9 supportForOperators:boolean@1.9 ' +
      'supportForSpatials:boolean@1.9 supportForSpatialIndexNull:boolean@1.9 ' +
      'supportForFulltextWildcard:boolean@1.9 supportForMultipleFulltextIndexes:boolean@1.9 ' +
      'supportForAttributeResizing:boolean@1.9 supportForSchemas:boolean@1.9 maxIndexLength:integer@1.9 ' +
      'supportForIntegerIds:boolean@1.9',
  ),
});

/** Adds the average time of builds, which has no values over time. */
function withBuildAverage({ fields, ...rest }: ModelSpec): ModelSpec {
  const withAverage = fields.replace(
    'buildsTimeTotal:integer',
    'buildsTimeTotal:integer buildsTimeAverage:integer@1.7',
  );
  return { ...rest, fields: withAverage, columns: withAverage };
}
