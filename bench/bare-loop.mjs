// Sends the requests of a file one after another and reads the answers: `node bare-loop.mjs FILE`, with the sandbox in
// the environment. Each line is `{ method, path, body }`.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';

const { APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID, APPWRITE_API_KEY } = process.env;
const headers = { 'x-appwrite-project': APPWRITE_PROJECT_ID, 'x-appwrite-key': APPWRITE_API_KEY };
const dispatcher = new Agent({ connections: 1 });
for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
  const { method, path, body } = JSON.parse(line);
  const answer = await request(new URL(path, APPWRITE_ENDPOINT), {
    dispatcher,
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body,
  });
  const text = await answer.body.text();
  if (text !== '') JSON.parse(text);
}
