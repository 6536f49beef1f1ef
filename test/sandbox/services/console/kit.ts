import type { Answer, TestSandbox } from '../../client.ts';
import { type Account, newAccount } from '../account/kit.ts';

type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** A user of the console who owns the organisation `acme`, and with it the sandbox's own project. */
export interface Owner extends Account {
  /** Sends a request to a project in admin mode; by default to the sandbox's own. */
  readonly onProject: (project?: string) => Send;
}

/** Registers the owner, who creates the organisation. */
export async function newOwner(at: TestSandbox): Promise<Owner> {
  const account = await newAccount(at, 'owner@example.com', 'console');
  await account.request('POST', '/teams', { teamId: 'acme', name: 'Acme' });
  const onProject =
    (project = at.sandbox.project): Send =>
    (method, path, body) => {
      const headers = {
        cookie: account.cookie,
        'x-appwrite-mode': 'admin',
        'x-appwrite-project': project,
      };
      return at.request(method, path, { guest: true, headers, ...(body === undefined ? {} : { body }) });
    };
  return { ...account, onProject };
}

/** Returns what an error response looks like. */
export const refusal = (status: number, type: string) => ({ status, json: { type } });
