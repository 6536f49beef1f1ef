import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testSandbox } from '../../client.ts';
import { newAccount } from './kit.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'appwrite-restart-'));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

it('keeps users signed in across a restart, in the project and the console', async () => {
  const before = await testSandbox({ dataDir });
  const user = await newAccount(before, 'ada@example.com');
  const admin = await newAccount(before, 'admin@example.com', 'console');
  const { jwt } = (await user.request('POST', '/account/jwt')).json;
  await before.sandbox.close();

  const after = await testSandbox({ dataDir });
  try {
    const me = async (headers: Record<string, string>) =>
      (await after.request('GET', '/account', { guest: true, headers })).json.email;
    expect(await me({ cookie: user.cookie })).toBe('ada@example.com');
    expect(await me({ 'x-appwrite-jwt': jwt })).toBe('ada@example.com');
    expect(await me({ cookie: admin.cookie, 'x-appwrite-project': 'console' })).toBe('admin@example.com');
  } finally {
    await after.sandbox.close();
  }
});
