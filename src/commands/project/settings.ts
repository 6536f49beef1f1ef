/** The settings of a project as one document, from the answers of the server. */
import { signInMembers } from '../../api/choices/console.ts';
import { items, kindOf, members, writeObject } from '../../lib/json/slices.ts';

/** Values as JSON text, so that every number stays as the server wrote it. */
type Member = readonly [name: string, text: string];

/** Names of the project's members for its limits, by our names. */
const limits = {
  users: 'authLimit',
  sessionsPerUser: 'authSessionsLimit',
  sessionSeconds: 'authDuration',
  passwordHistory: 'authPasswordHistory',
  passwordDictionary: 'authPasswordDictionary',
  personalDataCheck: 'authPersonalDataCheck',
} as const;

const mail = {
  enabled: 'smtpEnabled',
  host: 'smtpHost',
  port: 'smtpPort',
  secure: 'smtpSecure',
  username: 'smtpUsername',
  senderName: 'smtpSenderName',
  senderEmail: 'smtpSenderEmail',
  replyTo: 'smtpReplyTo',
} as const;

const texts = [
  '$id',
  'name',
  'description',
  'teamId',
  'logo',
  'url',
  'legalName',
  'legalCountry',
  'legalState',
  'legalCity',
  'legalAddress',
  'legalTaxId',
  '$createdAt',
  '$updatedAt',
];

const servicePrefix = 'serviceStatusFor';

/**
 * Builds the document. It has no secret: members are named one by one, so that none comes with a newer server.
 * @param project the answer to `projects get`
 * @param rules the domains of the project, each as JSON
 */
export function projectDocument(project: string, rules: readonly string[]): string {
  const all = members(project);
  const list = (name: string) => [...items(arrayOr(all.get(name)))];
  return writeObject([
    ...pick(all, texts),
    ['services', writeObject(servicesOf(all))],
    ['authMethods', writeObject(renamed(all, signInMembers))],
    ['oAuthProviders', arrayOf(list('oAuthProviders'), ['key', 'name', 'appId', 'enabled'])],
    ['limits', writeObject(renamed(all, limits))],
    ['smtp', writeObject(renamed(all, mail))],
    ['platforms', arrayOf(list('platforms'), ['$id', 'name', 'type', 'hostname', 'key', 'store'])],
    ['keys', arrayOf(list('keys'), ['$id', 'name', 'scopes', 'expire', 'accessedAt', 'sdks', '$createdAt'])],
    [
      'webhooks',
      arrayOf(list('webhooks'), [
        '$id',
        'name',
        'url',
        'events',
        'enabled',
        'security',
        'httpUser',
        'attempts',
        'logs',
      ]),
    ],
    ['rules', `[${rules.join(',')}]`],
  ]);
}

function servicesOf(all: ReadonlyMap<string, string>): Member[] {
  return [...all]
    .filter(([name]) => name.startsWith(servicePrefix))
    .map(([name, text]) => {
      const service = name.slice(servicePrefix.length);
      return [service.charAt(0).toLowerCase() + service.slice(1), text];
    });
}

function renamed(all: ReadonlyMap<string, string>, names: Readonly<Record<string, string>>): Member[] {
  return Object.entries(names).flatMap(([ours, name]) => {
    const text = all.get(name);
    return text === undefined ? [] : [[ours, text] as const];
  });
}

function pick(all: ReadonlyMap<string, string>, names: readonly string[]): Member[] {
  return renamed(all, Object.fromEntries(names.map((name) => [name, name])));
}

const arrayOf = (list: readonly string[], names: readonly string[]) =>
  `[${list.map((item) => writeObject(pick(members(item), names))).join(',')}]`;

const arrayOr = (text: string | undefined) => (text !== undefined && kindOf(text) === 'array' ? text : '[]');
