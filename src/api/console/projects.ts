import { keyScopes, platformTypes, services, signInMethods } from '../choices/console.ts';
import { boolean, integer, list, newId, type Params, string } from '../param-spec.ts';
import { queries, search } from '../params.ts';
import { del, get, group, patch, post, put, section, user } from '../schema.ts';

const project = '/projects/{projectId}';
const keys = `${project}/keys`;
const platforms = `${project}/platforms`;
const webhooks = `${project}/webhooks`;
const shared = { scope: 'projects.*', auth: user };

const name = string('Name').max(128).required;
const status = boolean('Whether it is on').required;
const teamId = string('ID of the organisation that owns it').required;
const text = string('Text').max(256);
const texts: Params = {
  description: text,
  logo: text.max(1024),
  url: text,
  legalName: text,
  legalCountry: text,
  legalState: text,
  legalCity: text,
  legalAddress: text,
  legalTaxId: text,
};
const key = {
  name,
  scopes: list('What it may do').items(100).oneOf(keyScopes).required,
  expire: string('When it ends').nullable,
};
const platform = {
  name,
  key: string('Package name or bundle ID').max(256),
  store: string('ID in the app store').max(256),
  hostname: string('Host of the web app').max(256),
};

/** Projects with their keys, platforms and settings; for users of the console. */
export const projects = group(
  'projects',
  'Projects, their keys, platforms and settings',
  {
    projectId: 'Project ID',
    keyId: 'Key ID',
    platformId: 'Platform ID',
    webhookId: 'Webhook ID',
    type: 'Kind of message',
    locale: 'Language',
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
        region: string('Region').oneOf(['default', 'fra']),
        ...texts,
      },
      'project',
    ),
    get: get(project, 'Show a project', {}, 'project'),
    update: patch(project, 'Change a project', { name, ...texts }, 'project'),
    updateTeam: patch(`${project}/team`, 'Give a project to an organisation', { teamId }, 'project'),
    delete: del(project, 'Delete a project'),
  }),

  section('Settings', shared, {
    updateAuthDuration: patch(
      `${project}/auth/duration`,
      'Set how long sessions last',
      { duration: integer('Seconds').range(0, 31_536_000).required },
      'project',
    ),
    updateAuthLimit: patch(
      `${project}/auth/limit`,
      'Limit the number of users',
      { limit: integer('How many; 0 for any number').range(0, 10_000).required },
      'project',
    ),
    updateAuthSessionsLimit: patch(
      `${project}/auth/max-sessions`,
      'Limit the number of sessions of a user',
      { limit: integer('How many').range(1, 100).required },
      'project',
    ),
    updateAuthStatus: patch(
      `${project}/auth/{method}`,
      'Switch a way to sign in on or off',
      { method: string('Which').oneOf(signInMethods), status },
      'project',
    ),
    updateServiceStatus: patch(
      `${project}/service`,
      'Switch a group of the API on or off for guests and users',
      { service: string('Which').oneOf(services).required, status },
      'project',
    ),
    updateServiceStatusAll: patch(
      `${project}/service/all`,
      'Switch the API on or off for guests and users',
      { status },
      'project',
    ),
  }),

  section('Keys', shared, {
    listKeys: get(keys, 'List API keys', {}, 'keyList'),
    createKey: post(keys, 'Create an API key', key, 'key'),
    getKey: get(`${keys}/{keyId}`, 'Show an API key', {}, 'key'),
    updateKey: put(`${keys}/{keyId}`, 'Change an API key', key, 'key'),
    deleteKey: del(`${keys}/{keyId}`, 'Delete an API key'),
  }),

  section('Platforms', shared, {
    listPlatforms: get(platforms, 'List platforms', {}, 'platformList'),
    createPlatform: post(
      platforms,
      'Add a platform',
      { type: string('Kind').oneOf(platformTypes).required, ...platform },
      'platform',
    ),
    getPlatform: get(`${platforms}/{platformId}`, 'Show a platform', {}, 'platform'),
    updatePlatform: put(`${platforms}/{platformId}`, 'Change a platform', platform, 'platform'),
    deletePlatform: del(`${platforms}/{platformId}`, 'Remove a platform'),
  }),

  section('Other settings', shared, {
    updateApiStatus: patch(`${project}/api`, 'Switch an API on or off'),
    updateApiStatusAll: patch(`${project}/api/all`, 'Switch all APIs on or off'),
    updateAuthPasswordDictionary: patch(`${project}/auth/password-dictionary`, 'Refuse common passwords'),
    updateAuthPasswordHistory: patch(`${project}/auth/password-history`, 'Refuse old passwords'),
    updatePersonalDataCheck: patch(`${project}/auth/personal-data`, 'Refuse passwords that name the user'),
    updateOAuth2: patch(`${project}/oauth2`, 'Set up a sign-in provider'),
    updateSmtp: patch(`${project}/smtp`, 'Set up mail'),
    createSmtpTest: post(`${project}/smtp/tests`, 'Send a mail'),
    ...Object.fromEntries(['Email', 'Sms'].flatMap(templates)),
    listWebhooks: get(webhooks, 'List webhooks'),
    createWebhook: post(webhooks, 'Add a webhook'),
    getWebhook: get(`${webhooks}/{webhookId}`, 'Show a webhook'),
    updateWebhook: put(`${webhooks}/{webhookId}`, 'Change a webhook'),
    deleteWebhook: del(`${webhooks}/{webhookId}`, 'Remove a webhook'),
    updateWebhookSignature: patch(`${webhooks}/{webhookId}/signature`, 'Replace the key of a webhook'),
  }),
);

/** Defines the operations on the texts of mails or text messages. */
function templates(kind: string) {
  const path = `${project}/templates/${kind.toLowerCase()}/{type}/{locale}`;
  return [
    [`get${kind}Template`, get(path, 'Show a text')],
    [`update${kind}Template`, patch(path, 'Change a text')],
    [`delete${kind}Template`, del(path, 'Reset a text')],
  ] as const;
}
