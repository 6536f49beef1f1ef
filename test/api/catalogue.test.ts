import { describe, expect, it } from 'vitest';
import { consoleGroups } from '../../src/api/console/index.ts';
import { groups } from '../../src/api/index.ts';
import { modelNames, modelOf } from '../../src/api/models.ts';
import type { Operation } from '../../src/api/schema.ts';
import { type ApiVersion, apiVersions, existsIn, isAtLeast } from '../../src/api/versions.ts';
import { globalFlags } from '../../src/core/globals.ts';
import { everyOperationIn, groupsOfConsoleIn, publicGroupsIn } from '../kit/catalogue.ts';

const nameOf = ({ group, command }: Operation) => `${group} ${command}`;

/** Returns the labels of the items that break a rule. A test expects none, so that a failure names all of them. */
const broken = <T>(all: readonly T[], label: (item: T) => string, rule: (item: T) => boolean) =>
  all.filter((item) => !rule(item)).map(label);

const repeated = (words: readonly string[]) => words.filter((word, index) => words.indexOf(word) !== index);

/** Operations of each group, in the order of versions. A path that creates one or many is two operations. */
const counts: Readonly<Record<string, readonly number[]>> = {
  account: [43, 43, 43, 43, 43],
  avatars: [7, 7, 7, 8, 8],
  databases: [42, 45, 49, 61, 69],
  'documents-db': [0, 0, 0, 0, 32],
  functions: [21, 24, 26, 26, 26],
  graphql: [2, 2, 2, 2, 2],
  health: [23, 22, 22, 22, 23],
  locale: [8, 8, 8, 8, 8],
  messaging: [46, 46, 46, 48, 48],
  project: [0, 0, 0, 0, 5],
  sites: [0, 0, 25, 25, 25],
  storage: [13, 13, 13, 13, 13],
  'tables-db': [0, 0, 0, 61, 69],
  teams: [13, 13, 13, 13, 13],
  tokens: [0, 0, 5, 5, 5],
  users: [41, 42, 42, 42, 43],
  'vectors-db': [0, 0, 0, 0, 31],
  webhooks: [0, 0, 0, 0, 6],
};

const countsOfConsole: Readonly<Record<string, readonly number[]>> = {
  account: [5, 5, 5, 5, 5],
  assistant: [1, 1, 1, 1, 1],
  console: [1, 1, 2, 2, 2],
  databases: [6, 6, 6, 6, 6],
  'documents-db': [0, 0, 0, 0, 5],
  functions: [2, 4, 4, 4, 4],
  migrations: [16, 12, 13, 14, 16],
  project: [6, 6, 6, 6, 1],
  projects: [42, 46, 51, 52, 50],
  proxy: [5, 5, 8, 8, 8],
  sites: [0, 0, 4, 4, 4],
  storage: [2, 2, 2, 2, 2],
  'tables-db': [0, 0, 0, 5, 5],
  teams: [1, 1, 1, 1, 1],
  users: [1, 1, 1, 1, 1],
  'vectors-db': [0, 0, 0, 0, 5],
  vcs: [9, 10, 10, 10, 10],
};

/** Returns the groups that a version has, with the number of their operations. */
function countsIn(all: typeof counts, version: ApiVersion): Record<string, number> {
  const here = Object.entries(all).map(
    ([group, each]) => [group, each[apiVersions.indexOf(version)]!] as const,
  );
  return Object.fromEntries(here.filter(([, count]) => count > 0));
}

describe('catalogue', () => {
  it('lists its groups in alphabetical order', () => {
    for (const entries of [groups, consoleGroups]) {
      const names = entries.map(({ name }) => name);
      expect(names).toEqual(names.toSorted());
    }
  });

  it('keeps the spellings of a command in later versions, unless it is gone', () => {
    const lost = apiVersions.slice(1).flatMap((version, index) => {
      const spellings = new Set(everyOperationIn(version).flatMap(spellingsOf));
      const stays = everyOperationIn(apiVersions[index]!).filter(
        ({ until }) => until === undefined || !isAtLeast(version, until),
      );
      return broken(
        stays.flatMap(spellingsOf),
        (spelling) => `${spelling} in ${version}`,
        (spelling) => spellings.has(spelling),
      );
    });
    expect(lost).toEqual([]);
  });

  it('names replacements that exist', () => {
    const newest = apiVersions[apiVersions.length - 1]!;
    const names = new Set(everyOperationIn(newest).map(nameOf));
    const replaced = apiVersions.flatMap(everyOperationIn);
    const exists = ({ replacement }: Operation) => replacement === undefined || names.has(replacement);
    expect(broken(replaced, nameOf, exists)).toEqual([]);
  });
});

const spellingsOf = ({ group, command, aliases }: Operation) =>
  [command, ...aliases].map((name) => `${group} ${name}`);

describe.each(apiVersions)('catalogue of %s', (version) => {
  const publicGroups = publicGroupsIn(version);
  const groupsOfConsole = groupsOfConsoleIn(version);
  const everyGroup = [...publicGroups, ...groupsOfConsole];
  const everyOperation = everyOperationIn(version);
  const operations = publicGroups.flatMap((group) => group.operations);
  const consoleOperations = groupsOfConsole.flatMap((group) => group.operations);
  const models = Object.fromEntries(modelNames(version).map((name) => [name, modelOf(name, version)]));
  const parameters = everyOperation.flatMap((operation) =>
    operation.params.map((param) => ({ ...param, label: `${nameOf(operation)} ${param.flag}` })),
  );
  type LabelledParam = (typeof parameters)[number];

  describe('groups', () => {
    it('hold the operations of the Server API', () => {
      const own = publicGroups.map((group) => [group.name, group.operations.length]);
      expect(Object.fromEntries(own)).toEqual(countsIn(counts, version));
    });

    it("hold the operations of the console's API", () => {
      const own = groupsOfConsole.map((group) => [group.name, group.operations.length]);
      expect(Object.fromEntries(own)).toEqual(countsIn(countsOfConsole, version));
    });

    it('are loaded under the listed names and summaries', () => {
      const listed = groups.filter((entry) => existsIn(entry, version));
      expect(publicGroups.map(({ name, summary }) => [name, summary])).toEqual(
        listed.map(({ name, summary }) => [name, summary]),
      );
    });

    it('of the console have names of their own, or add to public ones', () => {
      const own = consoleGroups.filter((entry) => existsIn(entry, version)).map(({ name }) => name);
      const names = publicGroups.map(({ name }) => name);
      expect(own.filter((name) => names.includes(name))).toEqual([]);
      const additions = groupsOfConsole.slice(own.length).map(({ name }) => name);
      expect(additions.filter((name) => !names.includes(name))).toEqual([]);
    });

    it('repeat no spelling, and no route but those that create one or many', () => {
      expect(repeated(everyOperation.flatMap(spellingsOf))).toEqual([]);
      const one = everyOperation.filter(({ command }) => !/^create-(documents|rows)$/.test(command));
      expect(repeated(one.map(({ method, path }) => `${method} ${path}`))).toEqual([]);
    });

    it('of the console take no credential but the session of a console login', () => {
      const isOfConsole = ({ auth, console: mode, sentWith }: Operation) =>
        auth.length === 0 && mode !== undefined && sentWith.length === 1;
      expect(broken(consoleOperations, nameOf, isOfConsole)).toEqual([]);
      expect(broken(operations, nameOf, ({ console: mode }) => mode === undefined)).toEqual([]);
    });

    it('have summaries that fit on a line of their help, 80 characters wide', () => {
      const long = everyGroup.flatMap(({ operations: own }) => {
        const widest = Math.max(...own.map(({ command }) => command.length));
        return broken(own, nameOf, ({ summary }) => 4 + widest + summary.length <= 80);
      });
      expect(long).toEqual([]);
    });
  });

  describe('operations', () => {
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

    it('puts operations under the path of their group', () => {
      const isUnder = ({ group, path }: Operation) => path.split('/')[1] === group.replaceAll('-', '');
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
      const isSafe = ({ method, repeatable }: Operation) =>
        !repeatable || !['POST', 'PATCH'].includes(method);
      expect(broken(everyOperation, nameOf, isSafe)).toEqual([]);
    });
  });

  describe('parameters', () => {
    const label = (param: LabelledParam) => param.label;
    const labels = new Set(parameters.map(label));
    const isHere = (one: string) => labels.has(one);

    it('writes help as a phrase', () => {
      const isPhrase = ({ help }: LabelledParam) =>
        help.length >= 4 && help.length <= 80 && !help.endsWith('.');
      expect(broken(parameters, label, isPhrase)).toEqual([]);
    });

    it('uses no flag of the global ones, but for two', () => {
      const taken = new Set(globalFlags.flatMap(({ flag, spellings = [] }) => [flag, ...spellings]));
      expect(taken).toContain('--project');
      const overridden = [
        'avatars get-screenshot --locale',
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
      ];
      expect(broken(parameters, label, ({ flag }) => !taken.has(flag))).toEqual(overridden.filter(isHere));
    });

    it('uses no flag of lists in a list operation', () => {
      const added = /^--(limit|offset|where|sort|select|cursor-after|cursor-before|all)$/;
      const lengths = [36, 38, 44, 57, 83];
      const lists = everyOperation.filter(({ params }) => params.some(({ name }) => name === 'queries'));
      expect(lists.length).toBe(lengths[apiVersions.indexOf(version)]);
      expect(broken(lists, nameOf, ({ params }) => !params.some(({ flag }) => added.test(flag)))).toEqual([]);
    });

    it('uses each flag once per operation', () => {
      const flagsOf = ({ params }: Operation) =>
        params.flatMap(({ flag, secret }) => (secret ? [flag, `${flag}-file`] : [flag]));
      expect(
        broken(everyOperation, nameOf, (operation) => repeated(flagsOf(operation)).length === 0),
      ).toEqual([]);
    });

    it('masks secrets', () => {
      const sounds =
        /^(password|oldPassword|secret|otp|apiKey|apiSecret|authKey|authToken|passwordSignerKey)$/;
      const isMarked = ({ name, secret, publishedAsSecret }: LabelledParam) =>
        secret === 'published' || publishedAsSecret || !sounds.test(name);
      expect(broken(parameters, label, isMarked)).toEqual([]);
    });

    it('masks values that the published API does not mark as secret', () => {
      const secrets = [
        'functions create-variable --value',
        'functions update-variable --value',
        'migrations create-firebase-migration --service-account',
        'migrations create-n-host-migration --admin-secret',
        'migrations get-appwrite-report --key',
        'migrations get-firebase-report --service-account',
        'migrations get-n-host-report --admin-secret',
        'project create-variable --value',
        'project update-variable --value',
        'projects create-webhook --http-pass',
        'projects update-webhook --http-pass',
        'sites create-variable --value',
        'sites update-variable --value',
        'storage get-file-download --token',
        'storage get-file-preview --token',
        'storage get-file-view --token',
        'webhooks create --http-pass',
        'webhooks update --http-pass',
      ];
      const own = parameters.filter(({ secret }) => secret === 'own').map(label);
      expect(own.toSorted()).toEqual(secrets.filter(isHere));
    });

    it('separates lists at commas, but those whose items may hold one', () => {
      const ofText = parameters.filter(({ type, itemType }) => type === 'array' && itemType === undefined);
      const whole = ofText.filter(({ commaSeparated }) => !commaSeparated);
      const mayHoldOne = ['elements', 'emails', 'permissions', 'queries', 'texts'];
      expect(broken(whole, label, ({ name }) => mayHoldOne.includes(name))).toEqual([]);
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
      'functions list-executions': ['deploymentId'],
      'messaging list-messages': ['description'],
      'messaging list-topics': ['description'],
      'migrations list': ['resourceType'],
      'projects list': ['search'],
      'proxy list-rules': ['url'],
      'tables-db list-indexes': ['attributes'],
      'teams list': ['billingPlan'],
    };
    const lists = everyOperation.filter(({ response }) => response !== null && models[response]?.items);

    it('answers with items of a known model', () => {
      expect(lists.length).toBe(everyOperation.filter(({ response }) => response?.endsWith('List')).length);
      expect(broken(lists, nameOf, ({ response }) => models[response!]!.items!.model in models)).toEqual([]);
    });

    it('filters by attributes of its items', () => {
      const unknown = lists.flatMap((operation) => {
        const filterable = operation.params.find((param) => param.name === 'queries')?.filterable ?? [];
        const name = nameOf(operation);
        const known = [
          ...Object.keys(models[models[operation.response!]!.items!.model]!.fields),
          ...(hidden[name] ?? []),
        ];
        return filterable
          .filter((attribute) => !known.includes(attribute))
          .map((attribute) => `${name} ${attribute}`);
      });
      expect(unknown).toEqual([]);
    });
  });

  describe('models', () => {
    const named = Object.entries(models);

    it('are defined once', () => {
      expect(repeated(modelNames(version))).toEqual([]);
    });

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
      expect(shows).not.toContain('resourceToken.secret');
    });

    it('uses every model in an answer or a list; some lie inside another one', () => {
      const answered = new Set(everyOperation.map(({ response }) => response));
      const held = new Set(named.map(([, { items }]) => items?.model));
      const unused = broken(
        named,
        ([name]) => name,
        ([name]) => answered.has(name) || held.has(name),
      );
      const inside = [
        'frameworkAdapter',
        'headers',
        'authProvider',
        'mockNumber',
        'providerRepositoryRuntimeList',
        'detectionRuntime',
        'detectionVariable',
        'templateRuntime',
        'templateVariable',
        'templateFramework',
        'metric',
        'metricBreakdown',
      ];
      expect(unused.toSorted()).toEqual(inside.filter((name) => name in models).toSorted());
    });
  });
});
