/** The page of `project show` for people. */
import { keyScopesIn } from '../../api/choices/console.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { items, kindOf, members } from '../../lib/json/slices.ts';
import { counted } from '../../lib/text/words.ts';
import { drawPage, type Pair, type Section } from '../../output/draw/page.ts';
import { cellText } from '../../output/page.ts';
import type { Screen } from '../../output/screen.ts';

/**
 * Draws the page. Members that the server lacks are left out.
 * @param document of projectDocument
 * @param now in ms since the Unix epoch, to tell keys that have expired
 * @param version of the API, to tell keys that have every scope
 */
export function drawSettings(
  document: string,
  { now, version }: { readonly now: number; readonly version: ApiVersion },
  screen: Screen,
): Promise<string> {
  const settings = objectOf(document);
  const at = (name: string) => objectOf(settings.get(name));
  const rows = (name: string) => listOf(settings, name).map(objectOf);
  return drawPage(
    [
      { title: `${textOf(settings, 'name')} (${textOf(settings, '$id')})`, pairs: about(settings) },
      { title: 'Services', pairs: onOff(at('services')) },
      {
        title: 'Ways to sign in',
        pairs: [...onOff(at('authMethods')), ['OAuth', providers(rows('oAuthProviders'))]],
      },
      { title: 'Limits', pairs: limits(at('limits')) },
      { title: 'Mail', pairs: mail(at('smtp')) },
      section('Platforms', ['NAME', 'TYPE', 'HOST OR APP'], rows('platforms').map(platform)),
      section(
        'API keys',
        ['NAME', 'EXPIRES', 'LAST USED', 'SCOPES'],
        rows('keys').map((key) => apiKey(key, now, keyScopesIn(version))),
      ),
      section('Webhooks', ['NAME', 'ENABLED', 'URL', 'EVENTS'], rows('webhooks').map(webhook)),
      section('Domains', ['DOMAIN', 'LEADS TO', 'STATUS'], rows('rules').map(rule)),
    ],
    screen,
  );
}

/** A JSON object by the names of its members; none if the text is not an object. */
type Members = ReadonlyMap<string, string>;

const objectOf = (text: string | undefined): Members =>
  text !== undefined && kindOf(text) === 'object' ? members(text) : new Map();

const textOf = (object: Members, name: string): string => cellText(object.get(name));

function listOf(object: Members, name: string): string[] {
  const text = object.get(name);
  return text !== undefined && kindOf(text) === 'array' ? [...items(text)] : [];
}

const wordsOf = (object: Members, name: string): string =>
  listOf(object, name).map(cellText).join(', ') || 'none';

function section(title: string, titles: readonly string[], rows: readonly (readonly string[])[]): Section {
  const paths = titles.map((name) => name.toLowerCase());
  return { title: `${title} (${rows.length})`, table: { titles, rows, paths } };
}

const present = (pairs: readonly Pair[]): Pair[] => pairs.filter(([, value]) => value !== '');

function about(settings: Members): Pair[] {
  return present([
    ['organisation', textOf(settings, 'teamId')],
    ['description', textOf(settings, 'description')],
    ['website', textOf(settings, 'url')],
    ['created', day(textOf(settings, '$createdAt'))],
  ]);
}

function onOff(states: Members): Pair[] {
  const names = (state: string) =>
    [...states.keys()].filter((name) => states.get(name) === state).join(', ') || 'none';
  return [
    ['on', names('true')],
    ['off', names('false')],
  ];
}

function providers(all: readonly Members[]): string {
  const enabled = all.filter((provider) => provider.get('enabled') === 'true');
  return enabled.map((provider) => textOf(provider, 'key')).join(', ') || 'none';
}

function limits(values: Members): Pair[] {
  const orWords = (name: string, zero: string) => textOf(values, name).replace(/^0$/, zero);
  const check = (name: string) => textOf(values, name).replace('true', 'on').replace('false', 'off');
  return present([
    ['users', orWords('users', 'no limit')],
    ['sessions of a user', textOf(values, 'sessionsPerUser')],
    ['length of a session', duration(textOf(values, 'sessionSeconds'))],
    ['old passwords refused', orWords('passwordHistory', 'none')],
    ['common passwords refused', check('passwordDictionary')],
    ['passwords with personal data refused', check('personalDataCheck')],
  ]);
}

function mail(smtp: Members): Pair[] {
  if (smtp.get('enabled') !== 'true') return [['sent by', "the server's own settings"]];
  return present([
    ['sent by', `${textOf(smtp, 'host')}:${textOf(smtp, 'port')}`],
    ['sender', textOf(smtp, 'senderEmail')],
  ]);
}

const platform = (one: Members) => [
  textOf(one, 'name'),
  textOf(one, 'type'),
  textOf(one, 'hostname') || textOf(one, 'key') || '-',
];

function apiKey(key: Members, now: number, allScopes: readonly string[]): string[] {
  const expire = textOf(key, 'expire');
  const hasExpired = expire !== '' && Date.parse(expire) <= now;
  return [
    textOf(key, 'name'),
    expire === '' ? 'never' : `${day(expire)}${hasExpired ? ' (expired)' : ''}`,
    day(textOf(key, 'accessedAt')) || 'never',
    scopesOf(key, allScopes),
  ];
}

function scopesOf(key: Members, all: readonly string[]): string {
  const scopes = new Set(listOf(key, 'scopes').map(cellText));
  return all.every((scope) => scopes.has(scope)) ? 'every scope' : wordsOf(key, 'scopes');
}

const webhook = (one: Members) => [
  textOf(one, 'name'),
  one.get('enabled') === 'false' ? 'no' : 'yes',
  textOf(one, 'url'),
  wordsOf(one, 'events'),
];

const rule = (one: Members) => [textOf(one, 'domain'), leadsTo(one), textOf(one, 'status')];

/** Members that tell where a domain leads: until 1.6, and redirects, deployments and the API from 1.7 on. */
const targets = [
  ['resourceType', 'resourceId'],
  ['redirectUrl'],
  ['deploymentResourceType', 'deploymentResourceId'],
  ['type'],
] as const;

function leadsTo(one: Members): string {
  const texts = targets.map((names) =>
    names
      .map((name) => textOf(one, name))
      .join(' ')
      .trim(),
  );
  return texts.find((text) => text !== '') ?? '';
}

/** The day of a date of the API; other texts stay. */
const day = (date: string) => date.replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1');

/** Returns seconds in the largest unit that has no rest; another text stays. */
function duration(text: string): string {
  const seconds = Number(text);
  if (text === '' || !Number.isSafeInteger(seconds)) return text;
  const units = [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ] as const;
  const unit = units.find(([, length]) => seconds >= length && seconds % length === 0);
  return unit ? counted(seconds / unit[1], unit[0]) : counted(seconds, 'seconds');
}
