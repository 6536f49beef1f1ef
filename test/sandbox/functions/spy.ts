import type { TestSandbox } from '../client.ts';

/** Code that logs what it is called with. */
export const spyCode = `
module.exports = async ({ req, res, log }) => {
  const { 'x-appwrite-event': event, 'x-appwrite-user-id': userId, 'x-appwrite-trigger': trigger } = req.headers;
  log({ event, userId, trigger, type: req.headers['content-type'], agent: req.headers['user-agent'], body: req.bodyRaw });
  return res.empty();
};
`;

/** A call of the spy. */
export interface Seen {
  readonly event: string;
  readonly userId: string;
  readonly trigger: string;
  readonly body: string;
}

/** Waits until no function is running or about to. */
export async function settle(at: TestSandbox): Promise<void> {
  await at.request('POST', '/sandbox/tick', { body: { duration: '0s' } });
}

/** Returns the executions of a function, the oldest first, once all are done. */
export async function executionsOf(at: TestSandbox, functionId: string) {
  await settle(at);
  const query = { method: 'limit', values: [5000] };
  const { json } = await at.list(`/functions/${functionId}/executions`, query);
  return json.executions as {
    status: string;
    trigger: string;
    logs: string;
    errors: string;
    $createdAt: string;
  }[];
}

/** Returns what the spy has been called with, the oldest call first. */
export async function seenBy(at: TestSandbox, functionId: string): Promise<Seen[]> {
  return (await executionsOf(at, functionId)).map(({ logs }) => JSON.parse(logs));
}
