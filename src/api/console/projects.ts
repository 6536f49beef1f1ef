import { keyScopes, platformTypes, regions } from '../choices/console.ts';
import { consoleSummaries } from '../groups.ts';
import { boolean, integer, list, newId, object, string } from '../param-spec.ts';
import { nameOf, queries, search, total } from '../params.ts';
import { del, get, group, ofConsole, patch, post, put, section } from '../vocabulary.ts';
import { mailSection, project, settingSections, templateSection } from './project-settings.ts';

const keys = `${project}/keys`;
const devKeys = `${project}/dev-keys`;
const schedules = `${project}/schedules`;
const platforms = `${project}/platforms`;
const webhooks = `${project}/webhooks`;
const shared = { scope: 'projects.*', ...ofConsole };
const ofKeys = { changes: { '1.6': { scope: 'keys.*' } } } as const;
const ofDevKeys = { changes: { '1.9': { scope: 'devKeys.*' } } } as const;
const ofPlatforms = { changes: { '1.6': { scope: 'platforms.*' } } } as const;

const teamId = string('ID of the organisation that owns the project').required;
const legal = (help: string) => string(help).min(1).max(256).clearable;
/** Texts that describe a project. The server takes none that is empty; a change resets those it is not given. */
const texts = {
  description: string('Description of the project').min(1).max(256).clearable,
  logo: string('ID of the logo, a file').min(1).max(1024).clearable,
  url: string('URL of the website').url.clearable,
  legalName: legal('Legal name of the owner'),
  legalCountry: legal('Country of the owner'),
  legalState: legal('State of the owner'),
  legalCity: legal('City of the owner'),
  legalAddress: legal('Address of the owner'),
  legalTaxId: legal('Tax ID of the owner'),
};
const key = {
  name: nameOf('the API key'),
  scopes: list('Scopes of the key, such as users.read').commaSeparated.items(100).oneOfSome(keyScopes)
    .required,
  expire: string('Expiry date; none by default').date.nullable,
};
const devKey = { name: nameOf('the key'), expire: string('Expiry date').date.required };
const platform = {
  name: nameOf('the platform'),
  key: string('Package name or bundle ID of the app').max(256).clearable,
  store: string('ID in the app store').max(256).clearable,
  hostname: string('Host of the web app, such as shop.example.com').max(256).clearable,
};
const webhook = {
  name: nameOf('the webhook'),
  enabled: boolean('Enabled (the default) or disabled'),
  events: list('Events to report, such as users.*').commaSeparated.items(100).required,
  url: string('URL to call').required,
  security: boolean('Verify the TLS certificate of the URL').required,
  httpUser: string('User for HTTP basic authentication').max(256).clearable,
  httpPass: string('Password for HTTP basic authentication').max(256).ownSecret.clearable,
};

/** Webhooks are part of the project's own API from 1.9 on. */
const toProject = (name: string) => ({ until: '1.9', replacement: `webhooks.${name}` }) as const;

/** Projects with their keys, platforms, webhooks and settings. */
export const projects = group(
  'projects',
  consoleSummaries.projects,
  {
    projectId: 'Project ID',
    keyId: 'Key ID',
    scheduleId: 'Schedule ID',
    platformId: 'Platform ID',
    webhookId: 'Webhook ID',
  },

  section('Projects', shared, {
    list: get(
      '/projects',
      'List projects',
      { queries: queries('name', 'teamId', 'labels@1.9', 'search@1.9'), search, total },
      'projectList',
    ),
    create: post(
      '/projects',
      'Create a project',
      {
        projectId: newId('ID of the new project'),
        name: nameOf('the project'),
        teamId,
        region: string('Region of the project').oneOfSome(regions),
        ...texts,
      },
      'project',
    ),
    get: get(project, 'Show one project', {}, 'project'),
    update: patch(
      project,
      'Change the name and texts of a project',
      { name: nameOf('the project'), ...texts },
      'project',
      {
        carryOver: { from: 'get' },
      },
    ),
    updateLabels: put(
      `${project}/labels`,
      'Replace the labels of a project',
      {
        labels: list('All labels of the project; those not given are removed').commaSeparated.items(1000)
          .required,
      },
      'project',
      { since: '1.9' },
    ),
    updateTeam: patch(`${project}/team`, 'Move a project to another organisation', { teamId }, 'project'),
    delete: del(project, 'Delete a project with all its contents'),
  }),

  section('API keys', shared, {
    listKeys: get(
      keys,
      'List API keys',
      { queries: queries('expire', 'accessedAt', 'name', 'scopes').since('1.9'), total },
      'keyList',
      ofKeys,
    ),
    createKey: post(
      keys,
      'Create an API key',
      { keyId: newId('ID of the new key').since('1.9'), ...key },
      'key',
      ofKeys,
    ),
    getKey: get(`${keys}/{keyId}`, 'Show one API key with its secret', {}, 'key', ofKeys),
    updateKey: put(`${keys}/{keyId}`, 'Change an API key', key, 'key', {
      carryOver: { from: 'getKey' },
      ...ofKeys,
    }),
    deleteKey: del(`${keys}/{keyId}`, 'Delete an API key', {}, null, ofKeys),
    createJWT: post(
      `${project}/jwts`,
      'Create a JWT with the scopes of an API key',
      {
        scopes: list('Scopes of the JWT, such as users.read').commaSeparated.items(100).oneOfSome(keyScopes)
          .required,
        duration: integer('Lifetime in seconds').seconds,
      },
      'jwt',
      { since: '1.6' },
    ),
  }),

  section(
    'Development keys',
    { ...shared, since: '1.7' },
    {
      listDevKeys: get(
        devKeys,
        'List development keys',
        {
          queries: queries('accessedAt', 'expire')
            .publishedAs('string')
            .changedIn('1.8', (keys) => keys.publishedAs('array')),
        },
        'devKeyList',
        ofDevKeys,
      ),
      createDevKey: post(devKeys, 'Create a key that lifts rate limits', devKey, 'devKey', ofDevKeys),
      getDevKey: get(
        `${devKeys}/{keyId}`,
        'Show one development key with its secret',
        {},
        'devKey',
        ofDevKeys,
      ),
      updateDevKey: put(`${devKeys}/{keyId}`, 'Change a development key', devKey, 'devKey', {
        carryOver: { from: 'getDevKey' },
        ...ofDevKeys,
      }),
      deleteDevKey: del(`${devKeys}/{keyId}`, 'Delete a development key', {}, null, ofDevKeys),
    },
  ),

  section('Platforms', shared, {
    listPlatforms: get(platforms, 'List platforms', { total }, 'platformList', ofPlatforms),
    createPlatform: post(
      platforms,
      'Add a platform: an app or a website',
      { type: string('Kind of platform').oneOfSome(platformTypes).required, ...platform },
      'platform',
      ofPlatforms,
    ),
    getPlatform: get(`${platforms}/{platformId}`, 'Show one platform', {}, 'platform', ofPlatforms),
    updatePlatform: put(`${platforms}/{platformId}`, 'Change a platform', platform, 'platform', {
      carryOver: { from: 'getPlatform' },
      ...ofPlatforms,
    }),
    deletePlatform: del(`${platforms}/{platformId}`, 'Remove a platform', {}, null, ofPlatforms),
  }),

  section('Webhooks', shared, {
    listWebhooks: get(webhooks, 'List webhooks', { total }, 'webhookList', toProject('list')),
    createWebhook: post(webhooks, 'Create a webhook', webhook, 'webhook', toProject('create')),
    getWebhook: get(`${webhooks}/{webhookId}`, 'Show one webhook', {}, 'webhook', toProject('get')),
    updateWebhook: put(`${webhooks}/{webhookId}`, 'Change a webhook', webhook, 'webhook', {
      carryOver: { from: 'getWebhook' },
      ...toProject('update'),
    }),
    deleteWebhook: del(`${webhooks}/{webhookId}`, 'Delete a webhook', {}, null, toProject('delete')),
    updateWebhookSignature: patch(
      `${webhooks}/{webhookId}/signature`,
      'Replace the signature key of a webhook',
      {},
      'webhook',
      toProject('updateSignature'),
    ),
  }),

  section(
    'Schedules',
    { scope: 'schedules.*', ...ofConsole, since: '1.9' },
    {
      listSchedules: get(
        schedules,
        'List schedules',
        {
          queries: queries('resourceType', 'resourceId', 'projectId', 'schedule', 'active', 'region'),
          total,
        },
        'scheduleList',
      ),
      createSchedule: post(
        schedules,
        'Schedule a function or a message',
        {
          resourceType: string('Kind of resource to start').oneOf(['function', 'execution', 'message'])
            .required,
          resourceId: string('ID of the resource to start').required,
          schedule: string('Schedule as a cron expression').required,
          active: boolean('On or off'),
          data: object('Data for the resource'),
        },
        'schedule',
      ),
      getSchedule: get(`${schedules}/{scheduleId}`, 'Show one schedule', {}, 'schedule'),
    },
  ),

  ...settingSections,
  mailSection,
  templateSection,
);
