import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { email, password, type TestConsole, testConsole } from '../kit/console.ts';
import type { RunResult } from '../kit/in-process.ts';

const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  decodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  JSON.stringify(secret).slice(1, -1),
];

/** Whatever is written anywhere, by the name of the place. */
class Written {
  readonly places = new Map<string, string>();

  add(name: string, { stdout, stderr }: RunResult): void {
    this.places.set(`stdout of ${name}`, stdout);
    this.places.set(`stderr of ${name}`, stderr);
  }

  /** The places that hold a secret, in whatever spelling. */
  holding(secret: string): string[] {
    const found = [...this.places].filter(([, text]) => spellings(secret).some((one) => text.includes(one)));
    return found.map(([name]) => name);
  }
}

function filesOf(at: TestConsole): Map<string, string> {
  const entries = readdirSync(at.home, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

const loud = [[], ['-v'], ['-v', '-v'], ['--json'], ['--json', '-v'], ['--dry-run'], ['--dry-run', '-v']];

describe('secrets outside their store', () => {
  it('are not written by a login with password and second factor and the commands after it', async () => {
    const at = await testConsole();
    await at.addProject('acme', 'Shop', 'shop');
    const { recoveryCodes } = await at.secondFactor();
    const written = new Written();
    const where = ['--endpoint', at.endpoint, '--email', email, '--password-stdin', '--project', 'shop'];
    let code = 0;
    for (const flags of loud) {
      // There are fewer codes than lines; a dry run does not use one up.
      const otp = recoveryCodes[code++ % recoveryCodes.length]!;
      const factor = ['--mfa-factor', 'recoveryCode', '--otp', otp];
      written.add(`login ${flags}`, await at.run(['login', ...where, ...factor, ...flags], password));
      const wrong = ['--mfa-factor', 'recoveryCode', '--otp', 'canary-wrong-code'];
      written.add(`wrong code ${flags}`, await at.run(['login', ...where, ...wrong, ...flags], password));
      const other = await at.run(['login', ...where, ...factor, ...flags], 'canary-wrong-password');
      written.add(`wrong password ${flags}`, other);
      for (const line of [
        'whoami',
        'doctor',
        'init',
        'profile show',
        'profile list',
        'databases list',
        'account get',
      ])
        written.add(`${line} ${flags}`, await at.run([...line.split(' '), ...flags]));
    }
    const { secret } = at.config().profiles[0]!.credential as { secret: string };
    const secrets = [
      secret,
      password,
      'canary-wrong-password',
      'canary-wrong-code',
      ...recoveryCodes.slice(0, code),
    ];
    for (const one of secrets) expect(written.holding(one)).toEqual([]);
    expect(written.holding('Ada').length).toBeGreaterThan(0);

    const files = filesOf(at);
    const config = join(at.home, '.config/appwrite-cli/config.json');
    const holding = (one: string) =>
      [...files].filter(([, text]) => text.includes(one)).map(([path]) => path);
    expect(holding(secret)).toEqual([config]);
    expect([...files.keys()].sort()).toEqual([config, join(at.work, 'appwrite.json')]);
    for (const one of secrets.slice(1)) expect(holding(one)).toEqual([]);

    written.places.clear();
    written.add('logout', await at.run(['logout', '-v', '-v']));
    expect(written.holding(secret)).toEqual([]);
    expect(readFileSync(config, 'utf8')).not.toContain(secret);
  });

  it('are not written by a login with an API key, valid or not, or with new keys', async () => {
    const at = await testConsole();
    // The first organisation gets the sandbox's project, so that its owner can make keys there.
    await at.ask('POST', '/teams', { teamId: 'acme', name: 'Acme' });
    const written = new Written();
    const wrong = 'canary-wrong-key-0123456789';
    const where = ['--endpoint', at.endpoint, '--project', at.project, '--api-key-stdin'];
    for (const flags of loud) {
      written.add(
        `login ${flags}`,
        await at.run(['login', ...where, '--profile', 'key', ...flags], at.apiKey),
      );
      written.add(`wrong ${flags}`, await at.run(['login', ...where, '--profile', 'bad', ...flags], wrong));
      written.add(
        `add ${flags}`,
        await at.run(['profile', 'add', 'kept', ...where, '--yes', ...flags], wrong),
      );
      for (const line of ['whoami', 'doctor', 'profile show', 'databases list', 'api GET /databases'])
        for (const profile of ['key', 'kept'])
          written.add(
            `${line} ${profile} ${flags}`,
            await at.run([...line.split(' '), '--profile', profile, ...flags]),
          );
    }
    for (const one of [at.apiKey, wrong]) expect(written.holding(one)).toEqual([]);

    await at.logIn('--without-project', '--profile', 'console');
    const kept = [
      'init',
      '--project',
      at.project,
      '--new-key',
      'read-only',
      '--key-profile',
      'made',
      '-v',
      '-v',
    ];
    const ran = await at.run(kept);
    const made = at.config().profiles.find(({ name }) => name === 'made')!.credential as { secret: string };
    written.places.clear();
    written.add('init', ran);
    expect(written.holding(made.secret)).toEqual([]);
    const shown = await at.run(['init', '--project', at.project, '--new-key', 'read-only', '-v', '-v']);
    expect(shown.stdout).toBe(`${made.secret}\n`);
    expect(shown.stderr).not.toContain(made.secret);
  });
});
