/** Models of usage, which only the console's own API answers with. */

import { splitWords } from '../../lib/text/words.ts';
import { type ModelSpec, type ModelSpecs, model } from './model.ts';

/**
 * Defines usage over time: the total of each metric, then its values.
 * @param metrics names such as `files`, or total and values such as `filesStorage:storage`
 */
function usage(...metrics: string[]): ModelSpec {
  const names = splitWords(metrics.join(' ')).map((metric) => metric.split(':') as [string, string?]);
  const totals = names.map(([total]) => `${total}Total:integer`);
  const values = names.map(([total, list = total]) => `${list}:list`);
  return model(['range', ...totals, ...values].join(' '));
}

/** Metrics of functions that 1.5.7 counts; later versions add some. */
const functionUsage =
  'deployments deploymentsStorage builds buildsStorage buildsTime executions executionsTime';

export const usageModels: ModelSpecs = {
  metric: model('value:integer date', 'date value'),
  metricBreakdown: model('resourceId name value:integer'),
  usageDatabases: usage('databases collections documents'),
  usageDatabase: usage('collections documents'),
  usageCollection: usage('documents'),
  usageFunctions: usage(`functions ${functionUsage}`),
  usageFunction: usage(functionUsage),
  usageStorage: usage('buckets files', 'filesStorage:storage'),
  usageBuckets: usage('files', 'filesStorage:storage'),
  usageUsers: usage('users sessions'),
  usageProject: model(
    'executionsTotal:integer documentsTotal:integer databasesTotal:integer usersTotal:integer ' +
      'filesStorageTotal:integer bucketsTotal:integer requests:list network:list users:list ' +
      'executions:list executionsBreakdown:list bucketsBreakdown:list',
  ),
  consoleVariables: model(
    '_APP_DOMAIN_TARGET _APP_STORAGE_LIMIT:integer _APP_FUNCTIONS_SIZE_LIMIT:integer _APP_USAGE_STATS ' +
      '_APP_VCS_ENABLED:boolean _APP_DOMAIN_ENABLED:boolean _APP_ASSISTANT_ENABLED:boolean',
  ),
};
