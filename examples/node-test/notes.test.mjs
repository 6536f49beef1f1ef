// node --test
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startSandbox } from 'appwrite-cli/sandbox';
import { Account, Client, Databases } from 'node-appwrite';

let sandbox;
let databases;

before(async () => {
  sandbox = await startSandbox({ projectFile: '../appwrite.json' });
  const { endpoint, project, key } = sandbox;
  databases = new Databases(new Client().setEndpoint(endpoint).setProject(project).setKey(key));
});
after(() => sandbox.close());
beforeEach(() => sandbox.reset());

test('writes a note', async () => {
  await databases.createDocument('main', 'notes', 'first', { text: 'Buy milk' });
  assert.equal((await databases.listDocuments('main', 'notes')).total, 1);
});

test('begins without notes', async () => {
  assert.equal((await databases.listDocuments('main', 'notes')).total, 0);
});

test('signs in by the link of a mail', async () => {
  const visitor = new Client().setEndpoint(sandbox.endpoint).setProject(sandbox.project);
  const account = new Account(visitor);
  await account.createMagicURLToken('unique()', 'ada@example.com', 'http://localhost/sign-in');
  const [mail] = await sandbox.outbox({ to: 'ada@example.com' });
  const session = await account.createSession(mail.userId, mail.secret);
  assert.equal(session.userId, mail.userId);
});
