import { describe, expect, it } from 'vitest';
import { BadDays, flyingClock, lines, type Workplace, workplace } from '../../bulk/kit.ts';

/** Returns all users as exported. */
async function users({ run }: Workplace) {
  const { stdout } = await run(['users', 'export']);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const rejects = (place: Workplace, name: string) =>
  place
    .read(`${name}.rejected.ndjson`)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Sends one request at a time, so that users are created in the order of the file. */
const importUsers = ['users', 'import', '--concurrency', '1'];

/** A row for each hash. */
const hashed = [
  { email: 'argon2@x.yz', hash: 'argon2', password: '$argon2id$v=19$m=2048,t=4,p=3$c2FsdHNhbHQ$aGFzaA' },
  {
    email: 'bcrypt@x.yz',
    hash: 'bcrypt',
    password: '$2a$15$xX/myGbFU.ZSKHSi6EHdBOySTdYm8QxBLXmOPHrYMwV0mHRBBSBOq',
  },
  { email: 'md5@x.yz', hash: 'md5', password: '5f4dcc3b5aa765d61d8327deb882cf99' },
  { email: 'phpass@x.yz', hash: 'phpass', password: '$P$Br387rwferoKN7uwHZqNMu98q3U8RO.' },
  {
    email: 'scrypt@x.yz',
    hash: 'scrypt',
    password: '3fdef49701bc4cfa',
    passwordSalt: 'salt',
    passwordCpu: 8,
    passwordMemory: '14',
    passwordParallel: 1,
    passwordLength: 64,
  },
  {
    email: 'firebase@x.yz',
    hash: 'scryptMod',
    password: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SA',
    hashOptions: {
      salt: '42xEC+ixf3L2lw==',
      saltSeparator: 'Bw==',
      signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH',
    },
  },
  { email: 'sha@x.yz', hash: 'sha', passwordVersion: 'sha256', password: '5e884898da28047151d0e56f8dc62927' },
];

describe('users import', () => {
  it('imports every field of a user', async () => {
    const place = await workplace();
    place.write(
      'users.ndjson',
      `${JSON.stringify({
        $id: 'ada',
        email: 'Ada@Example.com',
        phone: '+4915112345678',
        name: 'Ada Ü',
        password: 'S3cret-pass',
        labels: ['vip'],
        prefs: { theme: 'dark' },
        status: false,
        emailVerification: true,
        phoneVerification: true,
      })}\n{"name":"Nobody"}\n`,
    );
    const { stdout, code } = await place.run([...importUsers, 'users.ndjson', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 2, created: 2, failed: 0 });
    expect(code).toBe(0);
    expect(await users(place)).toMatchObject([
      {
        $id: 'ada',
        email: 'ada@example.com',
        phone: '+4915112345678',
        name: 'Ada Ü',
        hash: 'argon2',
        labels: ['vip'],
        prefs: { theme: 'dark' },
        status: false,
        emailVerification: true,
        phoneVerification: true,
      },
      { $id: expect.stringMatching(/^[0-9a-f]{20}$/), name: 'Nobody', password: null },
    ]);
  });

  it('imports hashes of every kind, with their parameters', async () => {
    const place = await workplace();
    place.write('users.json', JSON.stringify(hashed));
    const { code, stderr } = await place.run([...importUsers, 'users.json']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const made = await users(place);
    expect(made.map(({ email, hash, password }) => ({ email, hash, password }))).toEqual(
      hashed.map(({ email, hash, password }) => ({ email, hash, password })),
    );
    expect(made[4].hashOptions).toMatchObject({ costCpu: 8, costMemory: 14, costParallel: 1, length: 64 });
    expect(made[5].hashOptions).toMatchObject({ salt: '42xEC+ixf3L2lw==', saltSeparator: 'Bw==' });
  });

  it('applies --hash to rows without a hash', async () => {
    const place = await workplace();
    place.write(
      'users.csv',
      `email,password,hash\na@x.yz,${hashed[2]!.password},\nb@x.yz,${hashed[1]!.password},bcrypt\nc@x.yz,,\n`,
    );
    const { code } = await place.run([...importUsers, 'users.csv', '--hash', 'md5']);
    expect(code).toBe(0);
    expect((await users(place)).map(({ hash }) => hash)).toEqual(['md5', 'bcrypt', 'argon2']);
  });

  it.each(['--hash', 'hash'])('takes a password that looks like a hash if %s says plain', async (where) => {
    const place = await workplace();
    const row = { email: 'a@x.yz', password: hashed[2]!.password };
    const byField = where === 'hash';
    place.write('users.ndjson', JSON.stringify(byField ? { ...row, hash: 'plain' } : row));
    const { code } = await place.run([
      'users',
      'import',
      'users.ndjson',
      ...(byField ? [] : ['--hash=plain']),
    ]);
    expect(code).toBe(0);
    expect(await users(place)).toMatchObject([{ hash: 'argon2' }]);
  });

  it('leaves out a name with $ that a later server may send', async () => {
    const place = await workplace();
    place.write('users.ndjson', '{"name":"Ada","$sequence":1,"$tenant":"x"}\n');
    const { stderr, code } = await place.run([...importUsers, 'users.ndjson', '--json']);
    expect(stderr).toBe('ignored: $tenant (the server sets fields whose names begin with $)\n');
    expect(code).toBe(0);
  });

  it('sends users again that have been deleted since an earlier run', async () => {
    const place = await workplace();
    const row = (number: number) => ({ email: `u${number}@x.yz`, name: `${number}` });
    place.write('users.ndjson', `${lines(120, row)}{"email":"x"}\n`);
    const argv = ['users', 'import', 'users.ndjson', '--json'];
    expect((await place.run(argv)).code).toBe(8);
    await place.run(['users', 'delete-many', '--where', 'email = u7@x.yz', '--yes']);
    const { stdout, stderr } = await place.run(argv);
    expect(stderr).toContain('1 row of an earlier run no longer exists: sending it again');
    expect(JSON.parse(stdout)).toMatchObject({ created: 1, failed: 1, finishedBefore: 119 });
    expect(await users(place)).toHaveLength(120);
  });

  it('sets the phone number of a user with a hashed password', async () => {
    const place = await workplace();
    place.write(
      'users.ndjson',
      JSON.stringify({ ...hashed[2], phone: '+4915112345678', phoneVerification: true }),
    );
    expect((await place.run(['users', 'import', 'users.ndjson'])).code).toBe(0);
    expect(await users(place)).toMatchObject([{ phone: '+4915112345678', phoneVerification: true }]);
  });

  it.each([
    [{ email: 'x' }, 'x is not an e-mail address'],
    [{ phone: '0151' }, '0151 is not a phone number'],
    [{ email: 'a@b.cd', password: 'short' }, 'password takes at least 8 characters'],
    [{ password: hashed[2]!.password, hash: 'md5' }, 'email is missing'],
    [{ email: 'a@b.cd', password: 'abcdefgh', hash: 'rot13' }, 'unknown hash rot13'],
    [{ email: 'a@b.cd', password: 'abcdefgh', hash: 'sha' }, 'passwordVersion is missing'],
    [
      { email: 'a@b.cd', password: 'abcdefgh', hash: 'sha', passwordVersion: 'sha9' },
      'passwordVersion takes sha1',
    ],
    [{ email: 'a@b.cd', password: 'abcdefgh', hash: 'scrypt' }, 'passwordSalt is missing'],
    [{ emial: 'a@b.cd' }, 'users have no emial (did you mean email?)'],
    [{ labels: 'vip' }, 'labels takes a list of texts, not "vip"'],
    [{ prefs: [1] }, 'prefs takes an object, not [1]'],
    [{ password: { plain: 'S3cret-pass' } }, 'password takes text'],
    [{ password: hashed[0]!.password }, 'password looks like a hash: add --hash argon2'],
    [{ password: hashed[1]!.password }, 'add --hash bcrypt, or --hash plain if it is a password'],
    [{ password: '$2b$10$abcdefghijklmnopqrstuu' }, 'add --hash bcrypt'],
    [{ password: hashed[2]!.password, hash: null }, 'add --hash md5'],
    [{ password: hashed[3]!.password }, 'add --hash phpass'],
    [{ password: 'ab'.repeat(20) }, 'add --hash sha'],
    [{ password: 'ab'.repeat(32) }, 'add --hash sha'],
    [{ password: '0F'.repeat(64) }, 'add --hash sha or --hash scrypt'],
    [{ password: `${'aB3/+z'.repeat(14)}aB==` }, 'add --hash scryptMod'],
    [{ password: 'pbkdf2_sha256$260000$salt$hash' }, 'an algorithm that the server does not support'],
    [{ password: '$6$salt$hashhash' }, 'an algorithm that the server does not support'],
    [{ password: 'S3cret-pass', passwordSalt: 'salt' }, 'passwordSalt belongs to a hashed password'],
    [{ email: 'a@b.cd', password: 'S3cret-pass', hash: 'bcrypt' }, 'password is not a hash by bcrypt'],
    [{ email: 'a@b.cd', password: hashed[1]!.password, hash: 'argon2' }, 'password is not a hash by argon2'],
    [{ $text: 'a,b,c' }, 'remove $text'],
    [{ $ids: 'ada' }, 'users have no $ids (did you mean $id?)'],
    [{ status: 'no' }, 'status takes true or false, not "no"'],
    [{ $id: '?' }, '$id can\'t be "?"'],
  ])('refuses %j', async (row, reason) => {
    const place = await workplace();
    place.write('users.ndjson', JSON.stringify(row));
    expect((await place.run(['users', 'import', 'users.ndjson'])).code).toBe(8);
    const { $reason } = rejects(place, 'users.ndjson')[0];
    expect($reason).toContain(reason);
    if ('password' in row && typeof row.password === 'string') expect($reason).not.toContain(row.password);
    expect(await users(place)).toEqual([]);
  });

  it.each([
    [['users.csv'], 'name,nick\n', 'users have no nick'],
    [['users.csv', '--hash', 'rot13'], 'name\n', '--hash takes argon2, bcrypt'],
    [['users.csv', '--on-conflict', 'update'], 'name\n', '--on-conflict takes fail, skip'],
    [[], '', '<file> is missing'],
  ])('sends nothing with %j', async (argv, text, message) => {
    const place = await workplace();
    place.write('users.csv', text);
    const { stderr, code } = await place.run(['users', 'import', ...argv]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it.each([
    ['fail', 8, { created: 1, failed: 2 }],
    ['skip', 0, { created: 1, skipped: 2 }],
  ])('treats existing users with --on-conflict %s', async (choice, exitCode, expected) => {
    const place = await workplace();
    await place.at.request('POST', '/users', { body: { userId: 'ada', email: 'ada@x.yz', name: 'Old' } });
    place.write('users.csv', '$id,email,name\nada,new@x.yz,A\n,ADA@x.yz,B\n,c@x.yz,C\n');
    const { stdout, code } = await place.run([
      'users',
      'import',
      'users.csv',
      '--on-conflict',
      choice,
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject(expected);
    expect(code).toBe(exitCode);
    expect((await users(place)).map(({ name }) => name)).toEqual(['Old', 'C']);
  });

  it('creates each user once although requests fail, with every field', async () => {
    const badDays = new BadDays();
    const place = await workplace({ failRate: 0.2, random: badDays.random });
    const row = (number: number) => ({
      email: `u${number}@x.yz`,
      password: hashed[2]!.password,
      hash: 'md5',
      phone: `+49151${1_000_000 + number}`,
      labels: [`label${number}`],
      status: false,
    });
    place.write('users.ndjson', lines(150, row));
    badDays.begun = true;
    const { stderr, code } = await place.run(['users', 'import', 'users.ndjson'], { clock: flyingClock() });
    badDays.begun = false;
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
    const made = await users(place);
    const byEmail = new Map(made.map((user) => [user.email, user]));
    expect(made).toHaveLength(150);
    for (let number = 0; number < 150; number++) {
      const { email, phone, labels } = row(number);
      expect(byEmail.get(email)).toMatchObject({ phone, labels, status: false });
    }
  });
});

describe('users export, then import', () => {
  it.each(['ndjson', 'json', 'csv'])('restores the users from %s', async (format) => {
    const place = await workplace();
    const rows = [
      ...hashed.filter(({ hash }) => !['scrypt', 'sha'].includes(hash)),
      { $id: 'ada', name: 'Ada "Ü",\n', prefs: { big: 1, nested: { a: ['b'] } }, labels: ['vip', 'x'] },
      { email: 'plain@x.yz', password: 'S3cret-pass', emailVerification: true, status: false },
    ];
    place.write('users.json', JSON.stringify(rows));
    await place.run([...importUsers, 'users.json']);
    const before = await users(place);
    await place.run(['users', 'export', '-o', `all.${format}`]);
    await place.run(['users', 'delete-many', '--all', '--yes']);
    expect(await users(place)).toEqual([]);
    const { code } = await place.run([...importUsers, `all.${format}`]);
    expect(code).toBe(0);
    expect((await users(place)).map(comparable)).toEqual(before.map(comparable));
  });

  /** Removes dates, and the options of argon2, which the server does not store for an imported hash. */
  function comparable({
    $createdAt,
    $updatedAt,
    registration,
    passwordUpdate,
    ...user
  }: Record<string, unknown>) {
    return user.hash === 'argon2' ? { ...user, hashOptions: undefined } : user;
  }
});

describe('users delete-many', () => {
  async function withUsers(): Promise<Workplace> {
    const place = await workplace();
    place.write('users.csv', '$id,email,name,status\na,a@x.yz,Ada,\nb,b@x.yz,Bob,false\nc,c@z.yz,Cy,\n');
    await place.run([...importUsers, 'users.csv']);
    return place;
  }
  const ids = async (place: Workplace) => (await users(place)).map(({ $id }) => $id);

  it.each([
    [['a', 'c'], ['b']],
    [['--user-ids', 'a', 'b', 'a'], ['c']],
    [
      ['--where', 'status = false'],
      ['a', 'c'],
    ],
    [
      ['--where', 'email $= x.yz', '--where', 'status = true'],
      ['b', 'c'],
    ],
    [
      ['--search', 'Ada'],
      ['b', 'c'],
    ],
    [
      ['--queries', '{"method":"equal","attribute":"name","values":["Cy"]}'],
      ['a', 'b'],
    ],
    [['--all'], []],
  ])('deletes with %j all but %j', async (argv, left) => {
    const place = await withUsers();
    expect((await place.run(['users', 'delete-many', ...argv, '--yes'])).code).toBe(0);
    expect(await ids(place)).toEqual(left);
  });

  it('names the given user that does not exist', async () => {
    const place = await withUsers();
    const { stdout, stderr, code } = await place.run([
      'users',
      'delete-many',
      'nobody',
      'a',
      '--yes',
      '--json',
    ]);
    expect(stdout).toBe('{"deleted":1,"failed":1}\n');
    expect(stderr).toContain('error: nobody: ');
    expect(code).toBe(8);
    expect(await ids(place)).toEqual(['b', 'c']);
  });

  it.each([
    [[], 'the users to '],
    [['--queries', '--yes'], 'the users to '],
    [['--queries', '{"method":"limit","values":[1]}', '--yes'], 'limit selects nothing to delete'],
    [['--search', '', '--yes'], '--search is empty'],
    [['a', '--all'], "IDs and conditions can't be used together"],
    [['a'], 'add --yes to go ahead'],
  ])('deletes no user with %j', async (argv, message) => {
    const place = await withUsers();
    const { stderr, code } = await place.run(['users', 'delete-many', ...argv]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(await ids(place)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [['--where', 'status = false'], '{"$id":"b"}\n'],
    [['c', 'a'], '{"$id":"c"}\n{"$id":"a"}\n'],
  ])('lists with --dry-run the users that %j would delete', async (argv, listed) => {
    const place = await withUsers();
    const output = ['--dry-run', '--format', 'ndjson', '--fields', '$id'];
    const { stdout, code } = await place.run(['users', 'delete-many', ...argv, ...output]);
    expect(stdout).toBe(listed);
    expect(code).toBe(0);
    expect(await ids(place)).toHaveLength(3);
  });
});
