import { describe, expect, it } from 'vitest';
import { consoleAdditions, consoleGroups } from '../../src/api/console/index.ts';
import { groups } from '../../src/api/index.ts';
import { modelNames, modelOf } from '../../src/api/models.ts';
import type { Operation } from '../../src/api/schema.ts';
import { defaultApiVersion, existsIn } from '../../src/api/versions.ts';
import { globalFlags } from '../../src/core/globals.ts';
import {
  consoleOperations,
  everyOperation,
  groupsOfConsole,
  publicOperations as operations,
  publicGroups,
} from '../kit/catalogue.ts';

const models = Object.fromEntries(
  modelNames(defaultApiVersion).map((name) => [name, modelOf(name, defaultApiVersion)]),
);
const everyGroup = [...publicGroups, ...groupsOfConsole];
const nameOf = ({ group, command }: Operation) => `${group} ${command}`;
const parameters = everyOperation.flatMap((operation) =>
  operation.params.map((param) => ({ ...param, label: `${nameOf(operation)} ${param.flag}` })),
);
type LabelledParam = (typeof parameters)[number];

/** Returns the labels of the items that break a rule. A test expects none, so that a failure names all of them. */
const broken = <T>(all: readonly T[], label: (item: T) => string, rule: (item: T) => boolean) =>
  all.filter((item) => !rule(item)).map(label);

const repeated = (words: readonly string[]) => words.filter((word, index) => words.indexOf(word) !== index);

describe('catalogue groups', () => {
  it('holds the 259 operations of Server API 1.5', () => {
    expect(Object.fromEntries(publicGroups.map((group) => [group.name, group.operations.length]))).toEqual({
      account: 43,
      avatars: 7,
      databases: 42,
      functions: 21,
      graphql: 2,
      health: 23,
      locale: 8,
      messaging: 46,
      storage: 13,
      teams: 13,
      users: 41,
    });
  });

  it('lists the groups in alphabetical order, and loads them under the listed names and summaries', () => {
    expect(groups.map(({ name }) => name)).toEqual(groups.map(({ name }) => name).toSorted());
    const listed = groups.filter((entry) => existsIn(entry, defaultApiVersion));
    expect(publicGroups.map(({ name, summary }) => [name, summary])).toEqual(
      listed.map(({ name, summary }) => [name, summary]),
    );
    expect(
      broken(operations, nameOf, ({ group }) => publicGroups.some(({ name }) => name === group)),
    ).toEqual([]);
  });

  it.each(publicGroups)('repeats no spelling and no route in $name', ({ operations }) => {
    expect(repeated(operations.flatMap(({ command, aliases }) => [command, ...aliases]))).toEqual([]);
    expect(repeated(operations.map(({ method, path }) => `${method} ${path}`))).toEqual([]);
  });
});

describe('console groups', () => {
  const countsOfConsole = {
    account: 5,
    assistant: 1,
    console: 1,
    databases: 6,
    functions: 2,
    migrations: 16,
    project: 6,
    projects: 42,
    proxy: 5,
    storage: 2,
    teams: 1,
    users: 1,
    vcs: 9,
  };

  it("holds the 97 operations of the console's API 1.5", () => {
    const counts = groupsOfConsole.map((group) => [group.name, group.operations.length]);
    expect(Object.fromEntries(counts)).toEqual(countsOfConsole);
  });

  it('lists groups of its own in alphabetical order, and the others under the names of public ones', () => {
    const own = consoleGroups.map(({ name }) => name);
    expect(own).toEqual(own.toSorted());
    const names = groups.map(({ name }) => name);
    expect(own.filter((name) => names.includes(name))).toEqual([]);
    expect(Object.keys(consoleAdditions).filter((name) => !names.includes(name))).toEqual([]);
    // A group that only later versions have, such as sites, adds nothing to the default one.
    const additions = Object.keys(consoleAdditions).filter((name) => name in countsOfConsole);
    expect(groupsOfConsole.map(({ name }) => name)).toEqual([...own, ...additions]);
  });

  it('repeats no spelling and no route, also of the public groups', () => {
    const spellings = everyOperation.flatMap(({ group, command, aliases }) =>
      [command, ...aliases].map((name) => `${group} ${name}`),
    );
    expect(repeated(spellings)).toEqual([]);
    expect(repeated(everyOperation.map(({ method, path }) => `${method} ${path}`))).toEqual([]);
  });

  it('takes no credential but the session of a console login', () => {
    const isOfConsole = ({ auth, console: mode, sentWith }: Operation) =>
      auth.length === 0 && mode !== undefined && sentWith.length === 1;
    expect(broken(consoleOperations, nameOf, isOfConsole)).toEqual([]);
    expect(broken(operations, nameOf, ({ console: mode }) => mode === undefined)).toEqual([]);
  });
});

describe('catalogue operations', () => {
  it('names commands in lower case with hyphens', () => {
    expect(
      broken(everyOperation, nameOf, ({ command }) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(command)),
    ).toEqual([]);
  });

  it('writes summaries as phrases: a capital, some words, no full stop', () => {
    const isPhrase = ({ summary }: Operation) =>
      summary.length >= 8 && /^[A-Z]/.test(summary) && !summary.endsWith('.');
    expect(broken(everyOperation, nameOf, isPhrase)).toEqual([]);
  });

  it.each(everyGroup)(
    'fits summaries of $name on a line of its help, 80 characters wide',
    ({ operations }) => {
      const widest = Math.max(...operations.map(({ command }) => command.length));
      expect(broken(operations, nameOf, ({ summary }) => 4 + widest + summary.length <= 80)).toEqual([]);
    },
  );

  it('puts operations under the path of their group', () => {
    const isUnder = ({ group, path }: Operation) => path.split('/')[1] === group;
    expect(broken(everyOperation, nameOf, isUnder)).toEqual(['assistant chat']);
  });

  it('answers with a model, a file or nothing', () => {
    const hasModel = ({ response }: Operation) => response === null || response in models;
    expect(broken(everyOperation, nameOf, hasModel)).toEqual([]);
    const isFile = ({ kind, response }: Operation) => kind !== 'location' || response === null;
    expect(broken(everyOperation, nameOf, isFile)).toEqual([]);
  });

  it('puts path parameters first, in path order', () => {
    const inOrder = ({ path, params }: Operation) => {
      const placeholders: readonly string[] = path.match(/(?<=\{)\w+(?=\})/g) ?? [];
      const leading = params.slice(0, placeholders.length).map(({ name }) => name);
      const inPath = params.filter((param) => param.in === 'path').map(({ name }) => name);
      return leading.join() === placeholders.join() && inPath.join() === placeholders.join();
    };
    expect(broken(everyOperation, nameOf, inOrder)).toEqual([]);
  });

  it('has a file parameter exactly in uploads', () => {
    const files = ({ params }: Operation) => params.filter(({ type }) => type === 'binary').length;
    expect(broken(everyOperation, nameOf, (one) => files(one) === (one.kind === 'upload' ? 1 : 0))).toEqual(
      [],
    );
  });

  it('marks no operation as repeatable that creates or changes a part', () => {
    const isSafe = ({ method, repeatable }: Operation) => !repeatable || !['POST', 'PATCH'].includes(method);
    expect(broken(everyOperation, nameOf, isSafe)).toEqual([]);
  });
});

describe('catalogue parameters', () => {
  const label = (param: LabelledParam) => param.label;

  it('writes help as a phrase', () => {
    const isPhrase = ({ help }: LabelledParam) =>
      help.length >= 4 && help.length <= 80 && !help.endsWith('.');
    expect(broken(parameters, label, isPhrase)).toEqual([]);
  });

  it('uses no flag of the global ones, but for two of the console', () => {
    const taken = new Set(globalFlags.flatMap(({ flag, spellings = [] }) => [flag, ...spellings]));
    expect(taken).toContain('--project');
    expect(broken(parameters, label, ({ flag }) => !taken.has(flag))).toEqual([
      'migrations get-appwrite-report --endpoint',
      'migrations create-appwrite-migration --endpoint',
      'migrations get-supabase-report --endpoint',
      'migrations create-supabase-migration --endpoint',
      'projects get-email-template --locale',
      'projects update-email-template --locale',
      'projects delete-email-template --locale',
      'projects get-sms-template --locale',
      'projects update-sms-template --locale',
      'projects delete-sms-template --locale',
    ]);
  });

  it('uses no flag of lists in a list operation', () => {
    const added = /^--(limit|offset|where|sort|select|cursor-after|cursor-before|all)$/;
    const lists = everyOperation.filter(({ params }) => params.some(({ name }) => name === 'queries'));
    expect(lists.length).toBe(36);
    expect(broken(lists, nameOf, ({ params }) => !params.some(({ flag }) => added.test(flag)))).toEqual([]);
  });

  it('uses each flag once per operation', () => {
    const flagsOf = ({ params }: Operation) =>
      params.flatMap(({ flag, secret }) => (secret ? [flag, `${flag}-file`] : [flag]));
    expect(broken(everyOperation, nameOf, (operation) => repeated(flagsOf(operation)).length === 0)).toEqual(
      [],
    );
  });

  it('masks secrets', () => {
    const sounds = /^(password|oldPassword|secret|otp|apiKey|apiSecret|authKey|authToken|passwordSignerKey)$/;
    const isMarked = ({ name, secret }: LabelledParam) => secret === 'published' || !sounds.test(name);
    expect(broken(parameters, label, isMarked)).toEqual([]);
  });

  it('masks values that the published API does not mark as secret', () => {
    expect(parameters.filter(({ secret }) => secret === 'own').map(label)).toEqual([
      'functions create-variable --value',
      'functions update-variable --value',
      'migrations get-appwrite-report --key',
      'migrations get-firebase-report --service-account',
      'migrations create-firebase-migration --service-account',
      'migrations get-n-host-report --admin-secret',
      'migrations create-n-host-migration --admin-secret',
      'project create-variable --value',
      'project update-variable --value',
      'projects create-webhook --http-pass',
      'projects update-webhook --http-pass',
    ]);
  });

  it('has limits that can be met', () => {
    const inOrder = (low: number | undefined, high: number | undefined) =>
      low === undefined || high === undefined || low <= high;
    const canBeMet = (param: LabelledParam) =>
      inOrder(param.min, param.max) && inOrder(param.minLength, param.maxLength);
    expect(broken(parameters, label, canBeMet)).toEqual([]);
    expect(broken(parameters, label, (param) => repeated(param.enum ?? []).length === 0)).toEqual([]);
    const isAllowed = (param: LabelledParam) =>
      param.default === undefined || !param.enum || param.enum.includes(String(param.default));
    expect(broken(parameters, label, isAllowed)).toEqual([]);
  });
});

describe('list operations', () => {
  /** Attributes that can be filtered by although no answer shows them. */
  const hidden: Record<string, readonly string[]> = {
    'functions list': ['scheduleNext', 'schedulePrevious'],
    'functions list-deployments': ['commands'],
    'messaging list-messages': ['description'],
    'messaging list-topics': ['description'],
    'proxy list-rules': ['url'],
    'messaging list-subscribers': ['name', 'provider', 'type', 'enabled'],
    'teams list': ['billingPlan'],
    'users list-targets': Object.keys(models.user!.fields),
  };
  const lists = everyOperation.filter(({ response }) => response !== null && models[response]?.items);

  it('answers with items of a known model', () => {
    expect(lists.length).toBe(everyOperation.filter(({ response }) => response?.endsWith('List')).length);
    expect(broken(lists, nameOf, ({ response }) => models[response!]!.items!.model in models)).toEqual([]);
  });

  it.each(lists.map((operation) => [nameOf(operation), operation] as const))(
    'filters %s by attributes of its items',
    (name, { params, response }) => {
      const filterable = params.find((param) => param.name === 'queries')?.filterable ?? [];
      const known = [
        ...Object.keys(models[models[response!]!.items!.model]!.fields),
        ...(hidden[name] ?? []),
      ];
      expect(filterable.filter((attribute) => !known.includes(attribute))).toEqual([]);
    },
  );
});

describe('models', () => {
  const named = Object.entries(models);

  it('takes columns from the fields', () => {
    const areFields = ([, { columns, fields }]: (typeof named)[number]) =>
      columns.every((column) => column in fields) && repeated(columns).length === 0;
    expect(broken(named, ([name]) => name, areFields)).toEqual([]);
  });

  it('shows no secret as a column beside other values', () => {
    const secrets = [
      'password',
      'hash',
      'hashOptions',
      'providerAccessToken',
      'providerRefreshToken',
      'credentials',
    ];
    const shows = named.flatMap(([name, { columns }]) => columns.map((column) => `${name}.${column}`));
    expect(shows.filter((column) => secrets.includes(column.split('.')[1]!))).toEqual([]);
    expect(shows).not.toContain('session.secret');
    expect(shows).not.toContain('variable.value');
    expect(shows).not.toContain('key.secret');
    expect(shows).not.toContain('authProvider.secret');
  });

  it('uses every model in an answer or a list; some lie inside another one', () => {
    const answered = new Set(everyOperation.map(({ response }) => response));
    const held = new Set(named.map(([, { items }]) => items?.model));
    const unused = broken(
      named,
      ([name]) => name,
      ([name]) => answered.has(name) || held.has(name),
    );
    expect(unused).toEqual(['headers', 'authProvider', 'metric', 'metricBreakdown']);
  });
});
