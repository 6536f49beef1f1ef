import { sandboxVersion } from '../../../version.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument, notImplemented } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler, Module } from '../../core/module.ts';

/** Everything runs in this process, so any answer at all means that all parts work, and takes no time. */
const pass = (name: string): JsonObject => ({ name, ping: 0, status: 'pass' });

/** Reports parts under the names that a new server gives them. */
const parts =
  (...names: string[]): Handler =>
  () => ({ total: names.length, statuses: names.map(pass) });

/** Writes a file and removes it: the only part that can fail here. */
const storage: Handler = ({ kernel: { blobs } }) => {
  const began = performance.now();
  const blob = blobs.create();
  blobs.write(blob, 0, Buffer.from('ok'));
  blobs.remove(blob);
  return { ...pass(''), ping: Math.round(performance.now() - began) };
};

/**
 * Jobs never wait in the sandbox.
 * @throws ApiError 503 health_queue_size_exceeded
 */
function queue({ params }: Call): JsonObject {
  const size = 0;
  const threshold = params.number('threshold', 5000);
  if (size >= threshold) {
    throw new ApiError(
      503,
      'health_queue_size_exceeded',
      `The queue holds ${size} jobs, and the threshold is ${threshold}.`,
    );
  }
  return { size };
}

/**
 * A server of this version knows the queue of webhooks by another name than the published one.
 * @throws ApiError 400 general_argument_invalid
 */
function failedJobs(call: Call): JsonObject {
  if (call.params.string('name') === 'v1-webhooks')
    throw invalidArgument('name', 'the queue of webhooks is webhooksv1.');
  return queue(call);
}

const queues = [
  'getQueueBuilds',
  'getQueueCertificates',
  'getQueueDatabases',
  'getQueueDeletes',
  'getQueueFunctions',
  'getQueueLogs',
  'getQueueMails',
  'getQueueMessaging',
  'getQueueMigrations',
  'getQueueUsage',
  'getQueueUsageDump',
  'getQueueWebhooks',
];

export const healthModule: Module = {
  handlers: {
    'health.get': () => pass('http'),
    'health.getVersion': () => ({ version: sandboxVersion }),
    'health.getDb': parts('Console.DB (console)', 'Projects.DB (database_db_main)'),
    'health.getCache': parts('Cache (cache_redis_main)'),
    'health.getQueue': parts('Queue (queue)'),
    'health.getPubSub': parts('PubSub (pubsub)'),
    'health.getStorage': storage,
    'health.getStorageLocal': storage,
    'health.getAntivirus': () => ({ version: '', status: 'disabled' }),

    'health.getCertificate': () => {
      throw notImplemented('The sandbox connects to no other host, so it sees no certificates.');
    },

    /** Asks no time server: the sandbox defines time by the clock of this machine. */
    'health.getTime': ({ now }) => {
      const localTime = Math.floor(now / 1000);
      return { remoteTime: localTime, localTime, diff: 0 };
    },

    'health.getFailedJobs': failedJobs,
    ...Object.fromEntries(queues.map((name) => [`health.${name}`, queue])),
  },
};
