/** Random projects as project files, for properties of a push. Two of them have much in common. */
import fc from 'fast-check';

export interface Attribute {
  readonly key: string;
  readonly type: string;
  readonly required: boolean;
  readonly [field: string]: unknown;
}

export interface Collection {
  readonly $id: string;
  readonly databaseId: string;
  readonly attributes: readonly Attribute[];
  readonly indexes: readonly { readonly key: string; readonly attributes: readonly string[] }[];
  readonly [field: string]: unknown;
}

export interface ProjectFile {
  readonly projectId: string;
  readonly collections: readonly Collection[];
  readonly [section: string]: unknown;
}

const name = fc.constantFrom('One', 'Two');
const flag = fc.boolean();
const permissions = fc.subarray([
  'read("any")',
  'create("users")',
  'update("users")',
  'delete("team:editors")',
]);

const types = [
  fc.record({
    type: fc.constant('string'),
    size: fc.constantFrom(20, 300),
    default: fc.constantFrom(null, 'a'),
  }),
  fc.record({ type: fc.constant('string'), format: fc.constant('email') }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constant('enum'),
    elements: fc.constantFrom(['a', 'b'], ['a', 'b', 'c'], ['b', 'a']),
  }),
  fc.record({
    type: fc.constant('integer'),
    min: fc.constantFrom(0, -5),
    max: fc.constantFrom(10, 20),
    default: fc.constantFrom(null, 3, 4),
  }),
  fc.record({ type: fc.constant('double'), min: fc.constantFrom(0.5, -1), max: fc.constant(9.25) }),
  fc.record({ type: fc.constant('boolean'), default: fc.constantFrom(null, true) }),
  fc.record({ type: fc.constant('datetime') }),
];

const attribute = (key: string): fc.Arbitrary<Attribute> =>
  fc.tuple(fc.oneof(...types), flag).map(([type, required]) => ({
    key,
    ...type,
    required,
    ...('default' in type && { default: required ? null : type.default }),
  }));

const relationship = (collection: string, related: string) =>
  fc
    .record({
      relationType: fc.constantFrom('oneToOne', 'manyToOne', 'oneToMany'),
      twoWay: flag,
      onDelete: fc.constantFrom('setNull', 'restrict'),
    })
    .map((facts) => ({
      key: `to_${related}`,
      type: 'relationship',
      required: false,
      relatedCollection: related,
      twoWayKey: `of_${collection}`,
      ...facts,
      side: 'parent',
    }));

const subset = <Item>(items: readonly Item[]) => fc.subarray([...items]);

function collection(databaseId: string, $id: string, all: readonly string[]): fc.Arbitrary<Collection> {
  const related = all.filter((other) => other > $id);
  return fc
    .record({
      keys: subset(['a', 'b', 'c', 'd']),
      relations: subset(related).chain((others) =>
        fc.tuple(...others.map((other) => relationship($id, other))),
      ),
      indexed: subset(['a', 'b']),
      order: fc.constantFrom('ASC', 'DESC'),
      facts: fc.record({
        name,
        enabled: flag,
        documentSecurity: flag,
        $permissions: permissions,
      }),
    })
    .chain(({ keys, relations, indexed, order, facts }) =>
      fc.tuple(...keys.map(attribute)).map((attributes) => ({
        $id,
        databaseId,
        ...facts,
        attributes: [...attributes, ...relations],
        indexes: indexed
          .filter((key) => keys.includes(key))
          .map((key) => ({ key: `by_${key}`, type: 'key', attributes: [key], orders: [order] })),
      })),
    );
}

function database($id: string) {
  return fc
    .record({ facts: fc.record({ name, enabled: flag }), ids: subset(['books', 'people', 'tags']) })
    .chain(({ facts, ids }) =>
      fc
        .tuple(...ids.map((id) => collection($id, id, ids)))
        .map((collections) => ({ database: { $id, ...facts }, collections })),
    );
}

/** A project that a server takes. */
export const anyProject: fc.Arbitrary<ProjectFile> = fc
  .record({
    databases: subset(['main', 'side']).chain((ids) => fc.tuple(...ids.map(database))),
    teams: subset(['editors', 'readers']).chain((ids) =>
      fc.tuple(...ids.map(($id) => name.map((text) => ({ $id, name: text })))),
    ),
    buckets: subset(['pictures']).chain((ids) =>
      fc.tuple(
        ...ids.map(($id) =>
          fc.record({
            $id: fc.constant($id),
            name,
            fileSecurity: flag,
            enabled: flag,
            $permissions: permissions,
          }),
        ),
      ),
    ),
    functions: subset(['mailer']).chain((ids) =>
      fc.tuple(
        ...ids.map(($id) =>
          fc.record({
            $id: fc.constant($id),
            name,
            runtime: fc.constantFrom('node-18.0', 'php-8.0'),
            timeout: fc.constantFrom(15, 30),
            vars: fc.subarray([
              { key: 'SENDER', value: 'a' },
              { key: 'LIMIT', value: '3' },
            ]),
          }),
        ),
      ),
    ),
  })
  .map(({ databases, ...rest }) => ({
    projectId: 'sandbox',
    projectName: 'Sandbox',
    databases: databases.map((each) => each.database),
    collections: databases.flatMap((each) => each.collections),
    ...rest,
  }));
