import { summaries } from './groups.ts';
import type { Extras } from './operation-spec.ts';
import { integer, type Params, string } from './param-spec.ts';
import { get, group, key, section } from './vocabulary.ts';

const threshold = integer('Maximum number of waiting jobs that counts as healthy').default(5000);

/** Defines an operation that counts the jobs waiting in a queue; above the threshold the server answers 503. */
const queue = (path: string, jobs: string, params: Params = {}, extras: Extras = {}) =>
  get(`/health/queue/${path}`, `Count the waiting ${jobs}`, { ...params, threshold }, 'healthQueue', extras);

/** The published list, in which only the queue of webhooks has another name than on Appwrite 1.5.7: `webhooksv1`. */
const failedJobQueues = [
  'v1-database',
  'v1-deletes',
  'v1-audits',
  'v1-mails',
  'v1-functions',
  'v1-usage@..1.6',
  'v1-usage-dump@..1.6',
  'v1-stats-resources@1.6',
  'v1-stats-usage@1.6',
  'webhooksv1@..1.6',
  'v1-webhooks',
  'v1-certificates',
  'v1-builds',
  'v1-screenshots@1.9',
  'v1-messaging',
  'v1-migrations',
];

export const health = group(
  'health',
  summaries.health,
  {},

  section(
    'Services',
    { scope: 'health.*', auth: key },
    {
      get: get('/health', 'Check that the server answers', {}, 'healthStatus'),
      getAntivirus: get('/health/anti-virus', 'Check the virus scanner', {}, 'healthAntivirus'),
      getCache: get('/health/cache', 'Check the caches', {}, 'healthStatusList'),
      getCertificate: get(
        '/health/certificate',
        'Show the TLS certificate of a domain',
        { domain: string('Domain to check') },
        'healthCertificate',
      ),
      getDb: get('/health/db', 'Check the databases', {}, 'healthStatusList', { aliases: ['getDB'] }),
      getPubSub: get('/health/pubsub', 'Check the message brokers', {}, 'healthStatusList'),
      getStorage: get('/health/storage', 'Check the storage', {}, 'healthStatus'),
      getStorageLocal: get('/health/storage/local', 'Check the local storage', {}, 'healthStatus'),
      getTime: get('/health/time', 'Compare the clock with a time server', {}, 'healthTime', {
        about:
          "A server that can't reach its time server never answers, and each request blocks one of its processes. So health check skips this one.",
      }),
    },
  ),

  section(
    'Queues',
    { scope: 'health.*', auth: key },
    {
      getQueue: get('/health/queue', 'Check the servers of the queues', {}, 'healthStatusList', {
        until: '1.6',
      }),
      getFailedJobs: get(
        '/health/queue/failed/{name}',
        'Count the failed jobs of a queue',
        { name: string('Name of the queue').oneOfSome(failedJobQueues), threshold },
        'healthQueue',
      ),
      getQueueAudits: queue('audits', 'audit logs', {}, { since: '1.9' }),
      getQueueBuilds: queue('builds', 'builds'),
      getQueueCertificates: queue('certificates', 'certificates'),
      getQueueDatabases: queue('databases', 'database changes', {
        name: string('Name of the queue').default('database_db_main'),
      }),
      getQueueDeletes: queue('deletes', 'deletions'),
      getQueueFunctions: queue('functions', 'function executions'),
      getQueueLogs: queue('logs', 'log entries'),
      getQueueMails: queue('mails', 'mails'),
      getQueueMessaging: queue('messaging', 'messages'),
      getQueueMigrations: queue('migrations', 'migrations'),
      getQueueStatsResources: queue('stats-resources', 'counts of resources', {}, { since: '1.6' }),
      getQueueUsage: queue(
        'usage',
        'usage figures',
        {},
        { changes: { '1.6': { path: '/health/queue/stats-usage' } } },
      ),
      getQueueUsageDump: queue(
        'usage-dump',
        'usage dumps',
        {},
        { until: '1.6', replacement: 'health.getQueueUsage' },
      ),
      getQueueWebhooks: queue('webhooks', 'webhook calls'),
    },
  ),
);
