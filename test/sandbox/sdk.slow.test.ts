import { createHash, randomBytes } from 'node:crypto';
import { Account, Client, InputFile, Storage, Teams, Users } from 'node-appwrite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxServer, startSandbox } from '../../src/sandbox/server.ts';

/** An independent client gets the answers that its types promise. For databases see databases/sdk.test.ts. */
describe('node-appwrite 12', () => {
  let sandbox: SandboxServer;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  const client = () => new Client().setEndpoint(sandbox.endpoint).setProject(sandbox.project);
  const withKey = () => client().setKey(sandbox.apiKey);

  it('creates users, gives them preferences and labels, and lists them', async () => {
    const users = new Users(withKey());
    const ada = await users.create('ada', 'ada@example.com', undefined, 'S3cret-pass', 'Ada');
    expect(ada).toMatchObject({ $id: 'ada', email: 'ada@example.com', name: 'Ada', status: true });
    expect(await users.updatePrefs('ada', { theme: 'dark' })).toEqual({ theme: 'dark' });
    expect((await users.updateLabels('ada', ['vip'])).labels).toEqual(['vip']);
    expect(await users.list()).toMatchObject({
      total: 1,
      users: [{ $id: 'ada', targets: [{ providerType: 'email' }] }],
    });
  });

  it('creates a team and a member of it', async () => {
    const teams = new Teams(withKey());
    await teams.create('crew', 'Crew', ['owner']);
    const membership = await teams.createMembership('crew', ['owner'], undefined, 'ada');
    expect(membership).toMatchObject({ userId: 'ada', teamId: 'crew', confirm: true, roles: ['owner'] });
    expect(await teams.get('crew')).toMatchObject({ name: 'Crew', total: 1 });
  });

  it('uploads 12 MiB in chunks and gets the same bytes back', async () => {
    const storage = new Storage(withKey());
    const bytes = randomBytes(12 * 1024 * 1024 + 17);
    await storage.createBucket('photos', 'Photos');
    const file = await storage.createFile('photos', 'big', InputFile.fromBuffer(bytes, 'big.bin'));
    expect(file).toMatchObject({ sizeOriginal: bytes.length, chunksTotal: 3, chunksUploaded: 3 });
    const sha = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    expect(sha(new Uint8Array(await storage.getFileDownload('photos', 'big')))).toBe(sha(bytes));
  });

  it('signs a user in and acts in the session', async () => {
    const session = await new Account(withKey()).createEmailPasswordSession('ada@example.com', 'S3cret-pass');
    expect(session).toMatchObject({ userId: 'ada', provider: 'email' });
    const account = new Account(client().setSession(session.secret));
    expect(await account.get()).toMatchObject({ $id: 'ada', labels: ['vip'], prefs: { theme: 'dark' } });
    const { jwt } = await account.createJWT();
    expect(await new Account(client().setJWT(jwt)).get()).toMatchObject({ $id: 'ada' });
    await account.deleteSession('current');
    await expect(account.get()).rejects.toMatchObject({ code: 401, type: 'general_unauthorized_scope' });
  });

  /** Returns the newest entry of the outbox for a recipient. */
  async function kept(to: string) {
    const url = `${sandbox.endpoint}/sandbox/outbox?limit=1&to=${encodeURIComponent(to)}`;
    const headers = { 'x-appwrite-project': sandbox.project, 'x-appwrite-key': sandbox.apiKey };
    return ((await (await fetch(url, { headers })).json()) as { entries: Record<string, string>[] })
      .entries[0]!;
  }

  it('signs up by a magic link, verifies a new address, and joins a team by invitation', async () => {
    const page = 'http://localhost:3000/page';
    const asKey = new Account(withKey());
    await new Account(client()).createMagicURLToken('unique()', 'bob@example.com', page);
    const link = new URL((await kept('bob@example.com')).url!);
    const { userId = '', secret = '' } = Object.fromEntries(link.searchParams);
    const session = await asKey.createSession(userId, secret);
    const bob = new Account(client().setSession(session.secret));
    expect(await bob.get()).toMatchObject({ $id: userId, emailVerification: true });

    await bob.updateEmail('bob@example.org', 'S3cret-pass');
    expect((await bob.createVerification(page)).secret).toBe('');
    await bob.updateVerification(userId, (await kept('bob@example.org')).secret!);
    expect(await bob.get()).toMatchObject({ email: 'bob@example.org', emailVerification: true });

    const teams = new Teams(client().setSession(session.secret));
    await teams.create('band', 'Band');
    await teams.createMembership('band', ['drums'], 'cy@example.com', undefined, undefined, page);
    const invited = await kept('cy@example.com');
    const joined = await new Teams(client()).updateMembershipStatus(
      'band',
      invited.membershipId!,
      invited.userId!,
      invited.secret!,
    );
    expect(joined).toMatchObject({ confirm: true, roles: ['drums'] });
  });

  it('signs in by a code', async () => {
    await new Account(client()).createEmailToken('unique()', 'dee@example.com');
    const { userId = '', secret = '' } = await kept('dee@example.com');
    const session = await new Account(withKey()).createSession(userId, secret);
    expect(await new Account(client().setSession(session.secret)).get()).toMatchObject({ $id: userId });
  });
});
