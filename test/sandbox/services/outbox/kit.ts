import type { TestSandbox } from '../../client.ts';

/** Returns the entries of the outbox, newest last. */
export async function outbox(at: Pick<TestSandbox, 'request'>, query: Record<string, string> = {}) {
  return (await at.request('GET', `/sandbox/outbox?${new URLSearchParams(query)}`)).json.entries;
}

/** Returns the newest entry for a recipient. */
export async function newest(at: Pick<TestSandbox, 'request'>, to: string) {
  return (await outbox(at, { to, limit: '1' }))[0];
}

/** Returns the parameters that a link carries. */
export const paramsOf = (url: string): Record<string, string> =>
  Object.fromEntries(new URL(url).searchParams);
