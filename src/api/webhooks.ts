import { summaries } from './groups.ts';
import { boolean, list, newId, string } from './param-spec.ts';
import { nameOf, queries, total } from './params.ts';
import { del, get, group, key, patch, post, put, section } from './vocabulary.ts';

const webhooksPath = '/webhooks';
const webhook = `${webhooksPath}/{webhookId}`;

const name = nameOf('the webhook');
const url = string('URL to call').required;
const settings = {
  events: list('Events to report, such as users.*').commaSeparated.items(100).required,
  enabled: boolean('Enabled (the default) or disabled'),
  security: boolean('Verify the TLS certificate of the URL'),
  httpUser: string('User for HTTP basic authentication').max(256).clearable,
  httpPass: string('Password for HTTP basic authentication').max(256).ownSecret.clearable,
};

export const webhooks = group(
  'webhooks',
  summaries.webhooks,
  { webhookId: 'Webhook ID' },

  section(
    'Webhooks',
    { scope: 'webhooks.*', auth: key, since: '1.9' },
    {
      list: get(
        webhooksPath,
        'List webhooks',
        {
          queries: queries('name', 'url', 'httpUser', 'security', 'events', 'enabled', 'logs', 'attempts'),
          total,
        },
        'webhookList',
      ),
      create: post(
        webhooksPath,
        'Create a webhook',
        { webhookId: newId('ID of the new webhook'), url, name, ...settings },
        'webhook',
      ),
      get: get(webhook, 'Show one webhook', {}, 'webhook'),
      update: put(webhook, 'Change a webhook', { name, url, ...settings }, 'webhook', {
        carryOver: { from: 'get' },
      }),
      delete: del(webhook, 'Delete a webhook'),
      updateSignature: patch(`${webhook}/signature`, 'Replace the signature key of a webhook', {}, 'webhook'),
    },
  ),
);
