/** A small project with an item of every kind, and relationships in a ring. */
import type { Contents } from './memory.ts';

const relationship = {
  type: 'relationship',
  onDelete: 'setNull',
  side: 'parent',
  required: false,
  array: false,
};

export const projectOfAllKinds = {
  projectId: 'origin',
  databases: [{ $id: 'main', name: 'Main' }],
  collections: [
    {
      $id: 'posts',
      databaseId: 'main',
      name: 'Posts',
      documentSecurity: true,
      attributes: [
        { key: 'title', type: 'string', size: 100, required: true },
        { key: 'n', type: 'integer' },
        { key: 'tags', type: 'string', size: 20, array: true },
        {
          ...relationship,
          key: 'author',
          relatedCollection: 'authors',
          relationType: 'manyToOne',
          twoWay: true,
          twoWayKey: 'posts',
        },
      ],
    },
    {
      $id: 'authors',
      databaseId: 'main',
      name: 'Authors',
      attributes: [
        { key: 'name', type: 'string', size: 100 },
        {
          ...relationship,
          key: 'best',
          relatedCollection: 'posts',
          relationType: 'oneToOne',
          twoWay: false,
        },
      ],
    },
  ],
  buckets: [{ $id: 'photos', name: 'Photos' }],
  teams: [{ $id: 'crew', name: 'Crew' }],
  topics: [{ $id: 'news', name: 'News' }],
};

export const ada = {
  $id: 'ada',
  name: 'Ada',
  email: 'ada@example.com',
  phone: '+4915112345678',
  password: '$2y$10$abcdefghijklmnopqrstuuAQWkqkqkqkqkqkqkqkqkqkqkqkqkqkq',
  hash: 'bcrypt',
  hashOptions: { type: 'bcrypt' },
  labels: ['vip'],
  prefs: { theme: 'dark', n: 1 },
  status: false,
  emailVerification: true,
  phoneVerification: true,
  mfa: true,
};
/** Without any address, as an anonymous user. */
export const bob = { $id: 'bob', name: '', email: '', phone: '', password: '', labels: [], prefs: [] };

export const document = (id: string, values: object, permissions: readonly string[] = []) => ({
  $id: id,
  $createdAt: '2024-01-01T00:00:00.000+00:00',
  $updatedAt: '2024-01-02T00:00:00.000+00:00',
  $permissions: permissions,
  ...values,
});

/** The text "hello". */
export const file = (id: string, name: string) => ({
  $id: id,
  $permissions: ['read("any")'],
  name,
  signature: '5d41402abc4b2a76b9719d911017c592',
  sizeOriginal: 5,
  chunksTotal: 1,
  chunksUploaded: 1,
});

const email = { providerType: 'email', topics: ['news'], users: ['ada'] };

export const allKinds = {
  project: projectOfAllKinds,
  parts: [
    [{ kind: 'users' }, [ada, bob]],
    [
      { kind: 'targets' },
      [
        {
          $id: 't1',
          userId: 'ada',
          providerType: 'sms',
          identifier: '+12065550101',
          name: 'old',
          providerId: null,
        },
      ],
    ],
    [
      { kind: 'memberships', teamId: 'crew' },
      [
        { $id: 'm1', userId: 'ada', roles: ['owner'], confirm: true },
        { $id: 'm2', userId: 'bob', roles: [], confirm: false },
      ],
    ],
    [{ kind: 'files', bucketId: 'photos' }, [file('f1', 'Grüße 👋.txt'), file('f2', 'b')]],
    [
      { kind: 'documents', databaseId: 'main', collectionId: 'posts' },
      [
        document('p1', { title: 'A', n: 9, tags: ['x'], author: 'a1' }, ['read("any")']),
        document('p2', { title: '👋', n: null, tags: [], author: null }),
      ],
    ],
    [
      { kind: 'documents', databaseId: 'main', collectionId: 'authors' },
      [document('a1', { name: 'Ada', best: 'p1', posts: ['p1'] })],
    ],
    [
      { kind: 'subscribers', topicId: 'news' },
      [
        {
          $id: 's1',
          targetId: 'made-by-the-server',
          userId: 'ada',
          target: {
            $id: 'made-by-the-server',
            userId: 'ada',
            providerType: 'email',
            identifier: 'ada@example.com',
          },
        },
      ],
    ],
    [
      { kind: 'messages' },
      [
        {
          ...email,
          $id: 'draft',
          status: 'draft',
          targets: ['made-by-the-server'],
          data: {
            subject: 'S',
            content: 'C',
            html: true,
            cc: ['made-by-the-server'],
            bcc: [],
            attachments: [{ bucketId: 'photos', fileId: 'f1' }],
          },
        },
        {
          ...email,
          $id: 'planned',
          providerType: 'sms',
          status: 'scheduled',
          scheduledAt: '2030-01-01T00:00:00.000+00:00',
          targets: [],
          data: { content: 'later' },
        },
        { ...email, $id: 'sent', status: 'sent', targets: [], data: { subject: 'S', content: 'C' } },
      ],
    ],
  ],
  bytes: { photos: { f1: 'hello', f2: 'hello' } },
} as const satisfies Contents;
