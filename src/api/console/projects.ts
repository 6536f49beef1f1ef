import { keyScopes, platformTypes, regions } from '../choices/console.ts';
import { consoleSummaries } from '../groups.ts';
import { boolean, list, newId, string } from '../param-spec.ts';
import { queries, search } from '../params.ts';
import { del, get, group, ofConsole, patch, post, put, section } from '../vocabulary.ts';
import { mailSection, project, settingSections, templateSection } from './project-settings.ts';

const keys = `${project}/keys`;
const platforms = `${project}/platforms`;
const webhooks = `${project}/webhooks`;
const shared = { scope: 'projects.*', ...ofConsole };

const name = string('Name').max(128).required;
const teamId = string('ID of the organisation that owns it').required;
const legal = (help: string) => string(help).min(1).max(256).clearable;
/** Texts that describe a project. The server takes none that is empty; a change resets those it is not given. */
const texts = {
  description: string('Description').min(1).max(256).clearable,
  logo: string('ID of the logo, a file').min(1).max(1024).clearable,
  url: string('Address of the website').url.clearable,
  legalName: legal('Legal name of the owner'),
  legalCountry: legal('Country of the owner'),
  legalState: legal('State of the owner'),
  legalCity: legal('City of the owner'),
  legalAddress: legal('Address of the owner'),
  legalTaxId: legal('Tax ID of the owner'),
};
const key = {
  name,
  scopes: list('Rights of the key, such as users.read').items(100).oneOf(keyScopes).required,
  expire: string('End of its validity as a date; none by default').nullable,
};
const platform = {
  name,
  key: string('Package name or bundle ID of the app').max(256).clearable,
  store: string('ID in the app store').max(256).clearable,
  hostname: string('Host of the web app, such as shop.example.com').max(256).clearable,
};
const webhook = {
  name,
  enabled: boolean('Enabled (the default) or disabled'),
  events: list('Events that it reports, such as users.*').items(100).required,
  url: string('Address that is called').required,
  security: boolean('Check the certificate of that address').required,
  httpUser: string('User for HTTP basic authentication').max(256).clearable,
  httpPass: string('Password for HTTP basic authentication').max(256).ownSecret.clearable,
};

/** Projects with their keys, platforms, webhooks and settings. */
export const projects = group(
  'projects',
  consoleSummaries.projects,
  {
    projectId: 'Project ID',
    keyId: 'Key ID',
    platformId: 'Platform ID',
    webhookId: 'Webhook ID',
  },

  section('Projects', shared, {
    list: get('/projects', 'List projects', { queries: queries('name', 'teamId'), search }, 'projectList'),
    create: post(
      '/projects',
      'Create a project',
      {
        projectId: newId('ID of the new project'),
        name,
        teamId,
        region: string('Region').oneOf(regions),
        ...texts,
      },
      'project',
    ),
    get: get(project, 'Show one project', {}, 'project'),
    update: patch(project, 'Change the name and texts of a project', { name, ...texts }, 'project', {
      carryOver: { from: 'get' },
    }),
    updateTeam: patch(`${project}/team`, 'Move a project to another organisation', { teamId }, 'project'),
    delete: del(project, 'Delete a project with all its contents'),
  }),

  section('API keys', shared, {
    listKeys: get(keys, 'List API keys', {}, 'keyList'),
    createKey: post(keys, 'Create an API key', key, 'key'),
    getKey: get(`${keys}/{keyId}`, 'Show one API key with its secret', {}, 'key'),
    updateKey: put(`${keys}/{keyId}`, 'Change the rights of an API key', key, 'key', {
      carryOver: { from: 'getKey' },
    }),
    deleteKey: del(`${keys}/{keyId}`, 'Delete an API key'),
  }),

  section('Platforms', shared, {
    listPlatforms: get(platforms, 'List platforms', {}, 'platformList'),
    createPlatform: post(
      platforms,
      'Allow requests of an app or website',
      { type: string('Kind of platform').oneOf(platformTypes).required, ...platform },
      'platform',
    ),
    getPlatform: get(`${platforms}/{platformId}`, 'Show one platform', {}, 'platform'),
    updatePlatform: put(`${platforms}/{platformId}`, 'Change a platform', platform, 'platform', {
      carryOver: { from: 'getPlatform' },
    }),
    deletePlatform: del(`${platforms}/{platformId}`, 'Remove a platform'),
  }),

  section('Webhooks', shared, {
    listWebhooks: get(webhooks, 'List webhooks', {}, 'webhookList'),
    createWebhook: post(webhooks, 'Call an address when events happen', webhook, 'webhook'),
    getWebhook: get(`${webhooks}/{webhookId}`, 'Show one webhook', {}, 'webhook'),
    updateWebhook: put(`${webhooks}/{webhookId}`, 'Change a webhook', webhook, 'webhook', {
      carryOver: { from: 'getWebhook' },
    }),
    deleteWebhook: del(`${webhooks}/{webhookId}`, 'Delete a webhook'),
    updateWebhookSignature: patch(
      `${webhooks}/{webhookId}/signature`,
      'Replace the signature key of a webhook',
      {},
      'webhook',
    ),
  }),

  ...settingSections,
  mailSection,
  templateSection,
);
