// node --experimental-vm-modules node_modules/.bin/jest
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startSandbox } from 'appwrite-cli/sandbox';
import { Client, Databases } from 'node-appwrite';

let sandbox;
let databases;

beforeAll(async () => {
  sandbox = await startSandbox({ projectFile: '../appwrite.json' });
  const { endpoint, project, key } = sandbox;
  databases = new Databases(new Client().setEndpoint(endpoint).setProject(project).setKey(key));
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

test('writes a note', async () => {
  await databases.createDocument('main', 'notes', 'first', { text: 'Buy milk' });
  expect((await databases.listDocuments('main', 'notes')).total).toBe(1);
});

test('begins without notes', async () => {
  expect((await databases.listDocuments('main', 'notes')).total).toBe(0);
});
