// The same as import and export, written with the official SDK: `node sdk.mjs create|list COLLECTION FILE N`.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Client, Databases, Query } from 'node-appwrite';

export const database = 'bench';

export function connect() {
  const { APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID, APPWRITE_API_KEY } = process.env;
  return new Databases(
    new Client().setEndpoint(APPWRITE_ENDPOINT).setProject(APPWRITE_PROJECT_ID).setKey(APPWRITE_API_KEY),
  );
}

async function create(sdk, collection, file, workers) {
  const documents = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => JSON.parse(line));
  let next = 0;
  const work = async () => {
    while (next < documents.length)
      await sdk.createDocument(database, collection, 'unique()', documents[next++]);
  };
  await Promise.all(Array.from({ length: workers }, work));
}

async function list(sdk, collection, file) {
  const found = [];
  for (let cursor; ; ) {
    const queries = [Query.limit(100), ...(cursor ? [Query.cursorAfter(cursor)] : [])];
    const { documents } = await sdk.listDocuments(database, collection, queries);
    found.push(...documents);
    if (documents.length < 100) break;
    cursor = documents.at(-1).$id;
  }
  writeFileSync(file, found.map((document) => JSON.stringify(document)).join('\n'));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [verb, collection, file, workers] = process.argv.slice(2);
  await { create, list }[verb](connect(), collection, file, Number(workers));
}
