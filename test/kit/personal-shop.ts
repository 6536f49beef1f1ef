/** A project whose personal values are easy to find. */
import { sent, untilAvailable } from './rich-project.ts';
import { type TwoProjects, twoProjects } from './two-projects.ts';

const collections = '/databases/main/collections';

/** Fills `prod` with persons in users, documents, targets, teams and messages. Each value of theirs has `canary` in it. */
export async function personalShop(): Promise<TwoProjects> {
  const at = await twoProjects();
  const { request } = at.prod;
  const post = (path: string, body: unknown) => sent(request, 'POST', path, body);
  await post('/databases', { databaseId: 'main', name: 'Main' });
  await post(collections, { collectionId: 'customers', name: 'Customers' });
  const attributes = `${collections}/customers/attributes`;
  await post(`${attributes}/email`, { key: 'email', required: true });
  for (const key of ['name', 'phone', 'city', 'note'])
    await post(`${attributes}/string`, { key, size: 100, required: false });
  await untilAvailable(request, attributes, 'attributes');
  await post(`${collections}/customers/indexes`, { key: 'one', type: 'unique', attributes: ['email'] });
  for (const [at_, name] of ['Canary Person', 'Canary Other'].entries())
    await post(`${collections}/customers/documents`, {
      documentId: `c${at_}`,
      data: {
        email: `canary${at_}@secret.example`,
        name,
        phone: '+4915112345678',
        city: 'Ulm',
        note: 'canary',
      },
    });
  await post('/users', {
    userId: 'u0',
    email: 'canary0@secret.example',
    phone: '+4915112345678',
    password: 'Canary-pass-1',
    name: 'Canary Person',
  });
  await sent(request, 'PATCH', '/users/u0/prefs', { prefs: { street: 'Canary street' } });
  await post('/teams', { teamId: 'crew', name: 'Crew', roles: ['owner'] });
  await post('/teams/crew/memberships', { userId: 'u0', roles: ['owner'] });
  await post('/messaging/messages/email', {
    messageId: 'hello',
    subject: 'Dear Canary',
    content: 'canary',
    users: ['u0'],
    draft: true,
  });
  return at;
}

/** Rules for all of its fields. */
export const scrubRules = `main/customers:
  email: fake-email
  name: fake-name
  phone: fake-phone
  note: null
  city: keep
`;
