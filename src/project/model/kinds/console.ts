/** Settings of a project that only the session of a console login can change. */
import { services as serviceNames, signInMembers } from '../../../api/choices/console.ts';
import { newestApiVersion, versionsWith, wordsIn } from '../../../api/versions.ts';
import { defineKind, field, fields, operations } from '../kind.ts';

/** A text that the server clears if an update leaves it out. */
const optionalText = () => field('text', { initial: '' });

export const platform = defineKind('platform', {
  plural: 'platforms',
  selector: 'platforms',
  phase: 'settings',
  serverIdParam: 'platformId',
  // The server chooses IDs, so that those of two projects differ. Of hostname and key, a type has one.
  identity: [['type'], ['hostname', 'key']],
  sections: ['platforms'],
  fields: fields({
    type: field('text', { changes: 'never' }),
    name: field('text'),
    hostname: optionalText(),
    key: optionalText(),
    store: optionalText(),
  }),
  operations: operations('projects', {
    list: 'list-platforms',
    create: 'create-platform',
    update: 'update-platform',
    delete: 'delete-platform',
  }),
  noise: ['$id', '$createdAt', '$updatedAt', 'httpUser', 'httpPass'],
  access: 'console session',
});

export const webhook = defineKind('webhook', {
  plural: 'webhooks',
  selector: 'webhooks',
  phase: 'settings',
  pathParams: ['name'],
  serverIdParam: 'webhookId',
  identity: [['name']],
  sections: ['webhooks'],
  fields: fields({
    url: field('text'),
    events: field('set'),
    enabled: field('boolean', { initial: true }),
    security: field('boolean', { alsoInFile: ['tls'], initial: true }),
    httpUser: optionalText(),
    httpPass: field('text', { initial: '', secret: true }),
  }),
  operations: operations('projects', {
    list: 'list-webhooks',
    create: 'create-webhook',
    update: 'update-webhook',
    delete: 'delete-webhook',
  }),
  noise: ['$id', '$createdAt', '$updatedAt', 'signatureKey', 'logs', 'attempts'],
  access: 'console session',
});

/** A provider to sign in with. Every project has all of them, most switched off. */
export const oauth = defineKind('oauth', {
  plural: 'sign-in providers',
  selector: 'oauth',
  phase: 'settings',
  pathParams: ['provider'],
  identity: [['provider', 'key']],
  sections: ['oauth2'],
  fields: fields({
    appId: field('text'),
    secret: field('text', { secret: true }),
    enabled: field('boolean'),
  }),
  operations: operations('projects', { update: 'update-oauth2' }),
  noise: ['name'],
  access: 'console session',
});

/** Of the project: the server calls it `smtpHost`. */
const mail = (suffix: string) => ({ inAnswer: `smtp${suffix}` });

export const smtp = defineKind('smtp', {
  plural: 'mail server',
  selector: 'settings',
  phase: 'settings',
  identity: [],
  sections: ['smtp'],
  fields: fields({
    enabled: field('boolean', mail('Enabled')),
    senderName: field('text', mail('SenderName')),
    senderEmail: field('text', mail('SenderEmail')),
    replyTo: field('text', mail('ReplyTo')),
    host: field('text', mail('Host')),
    // Without a mail server, the port and the encryption are empty texts.
    port: field('integer', { ...mail('Port'), nullMeans: null, emptyMeans: null }),
    username: field('text', mail('Username')),
    password: field('text', { ...mail('Password'), secret: true }),
    secure: field('text', { ...mail('Secure'), nullMeans: null, emptyMeans: null }),
  }),
  operations: operations('projects', { update: 'update-smtp' }),
  access: 'console session',
});

export const projectKind = defineKind('project', {
  plural: 'project',
  selector: 'settings',
  phase: 'settings',
  identity: [],
  fields: fields({ name: field('text', { inFile: 'projectName', inAnswer: 'name' }) }),
  operations: operations('projects', { update: 'update' }),
  access: 'console session',
});

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const services = defineKind('services', {
  plural: 'services',
  selector: 'settings',
  phase: 'settings',
  identity: [],
  sections: ['settings.services'],
  fields: fields(
    Object.fromEntries(
      wordsIn(serviceNames, newestApiVersion).map((service) => [
        service,
        field('boolean', {
          since: versionsWith(serviceNames, service)[0]!,
          inAnswer: `serviceStatusFor${capital(service)}`,
          param: 'status',
          setBy: ['update-service-status', { service }],
        }),
      ]),
    ),
  ),
  access: 'console session',
});

export const authMethods = defineKind('auth methods', {
  plural: 'auth methods',
  selector: 'settings',
  phase: 'settings',
  identity: [],
  sections: ['settings.auth.methods'],
  fields: fields(
    Object.fromEntries(
      Object.entries(signInMembers).map(([method, inAnswer]) => [
        method,
        field('boolean', { inAnswer, param: 'status', setBy: ['update-auth-status', { method }] }),
      ]),
    ),
  ),
  access: 'console session',
});

/** Newer official files write null for no limit. */
const limit = (inAnswer: string, command: string, param = 'limit') =>
  field('integer', { inAnswer, param, nullMeans: 0n, setBy: [command] });
const enabled = (inAnswer: string, command: string) =>
  field('boolean', { inAnswer, param: 'enabled', setBy: [command] });

export const security = defineKind('security', {
  plural: 'security settings',
  selector: 'settings',
  phase: 'settings',
  identity: [],
  sections: ['settings.auth.security'],
  fields: fields({
    duration: limit('authDuration', 'update-auth-duration', 'duration'),
    limit: limit('authLimit', 'update-auth-limit'),
    sessionsLimit: limit('authSessionsLimit', 'update-auth-sessions-limit'),
    passwordHistory: limit('authPasswordHistory', 'update-auth-password-history'),
    passwordDictionary: enabled('authPasswordDictionary', 'update-auth-password-dictionary'),
    personalDataCheck: enabled('authPersonalDataCheck', 'update-personal-data-check'),
    sessionAlerts: field('boolean', {
      since: '1.6',
      inAnswer: 'authSessionAlerts',
      param: 'alerts',
      setBy: ['update-session-alerts'],
    }),
  }),
  access: 'console session',
});

/** Settings of newer servers that this program does not send; each gets a note. */
export const newerSettings = ['mockNumbers', 'protocols'];
