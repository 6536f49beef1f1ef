import { describe, expect, it } from 'vitest';
import { lineOf } from '../contract/every-operation.ts';
import { consoleOperations } from '../kit/catalogue.ts';
import { testConsole } from '../kit/console.ts';
import { consoleSession, keepConsoleLogin } from '../kit/console-login.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { jsonResponse, type MemoryTransport, memoryTransport } from '../kit/transport.ts';
import { validAnswer } from '../kit/valid-answers.ts';

const endpoint = 'http://127.0.0.1:9/v1';
const answering = () => memoryTransport((hit) => validAnswer(hit));

/** A computer with a console login, an API key in the environment, and a project. */
function loggedIn(): Record<string, string> {
  const env = keepConsoleLogin(temporaryFolder(), endpoint, 'shop');
  return { ...env, APPWRITE_API_KEY: 'canary-key-0123456789' };
}

const run = (line: string, transport: MemoryTransport, env = loggedIn()) =>
  runLine(line.split(' '), { env, transport });

/** The headers that say who asks for what. */
function sender({ hits }: MemoryTransport) {
  const { headers } = hits.at(-1)!;
  return {
    project: headers['x-appwrite-project'],
    mode: headers['x-appwrite-mode'],
    cookie: headers.cookie,
    key: headers['x-appwrite-key'],
  };
}

const cookie = `a_session_console=${consoleSession}`;

describe("an operation of the console's own API", () => {
  it('goes to the console or to the project, with the session and never with the key', async () => {
    const env = loggedIn();
    for (const operation of consoleOperations) {
      const transport = answering();
      const argv = lineOf(operation, ({ type }) => (type === 'object' ? '{}' : 'x'.repeat(20)));
      const { code, stderr } = await runLine(argv, { env, transport });
      const name = `${operation.group} ${operation.command}`;
      expect(code, `${name}: ${stderr}`).toBe(0);
      const isAboutConsole = ['account', 'console', 'projects'].includes(operation.group);
      expect(sender(transport), name).toEqual(
        isAboutConsole
          ? { project: 'console', mode: undefined, cookie, key: undefined }
          : { project: 'shop', mode: 'admin', cookie, key: undefined },
      );
    }
  });

  it('leaves the API key to the operations of the public API', async () => {
    const transport = answering();
    await run('teams list', transport);
    expect(sender(transport)).toEqual({
      project: 'shop',
      mode: undefined,
      cookie: undefined,
      key: 'canary-key-0123456789',
    });
  });

  it('is printed by a dry run with a variable for the session, also without a login', async () => {
    const env = { APPWRITE_ENDPOINT: endpoint };
    const { code, stdout } = await run('projects list --dry-run', answering(), env);
    expect(code).toBe(0);
    expect(stdout).toContain('X-Appwrite-Project: console');
    expect(stdout).toContain('a_session_console=$APPWRITE_CONSOLE_SESSION');
  });

  it.each([
    ['nothing', {}, 'run appwrite-cli login'],
    ['only an API key', { APPWRITE_API_KEY: 'canary-key-0123456789' }, 'run appwrite-cli login'],
    ['only the session of a user', { APPWRITE_SESSION: 'canary-session' }, 'run appwrite-cli login'],
  ])('is refused with exit 3 and the way to log in if there is %s', async (_, variables, hint) => {
    const env = { APPWRITE_ENDPOINT: endpoint, APPWRITE_PROJECT_ID: 'shop', ...variables };
    for (const line of ['projects list', 'databases get-usage', 'projects get shop']) {
      const transport = answering();
      const { code, stderr } = await run(line, transport, env);
      expect(code).toBe(3);
      expect(stderr).toContain('this needs a console login, and no console session is set');
      expect(stderr).toContain(`hint: ${hint}\n`);
      expect(transport.hits).toEqual([]);
    }
  });

  it('sends the session to no other endpoint than its own', async () => {
    const transport = answering();
    const { code, stderr } = await run('projects list --endpoint https://other.example.com/v1', transport);
    expect(code).toBe(3);
    expect(stderr).toContain('is not sent to https://other.example.com/v1');
    expect(transport.hits).toEqual([]);
  });
});

describe('the project of a command about projects', () => {
  const pathOf = async (line: string) => {
    const transport = answering();
    const result = await run(line, transport);
    return { ...result, path: transport.hits.at(-1)?.url };
  };

  it.each([
    ['projects get', '/v1/projects/shop'],
    ['projects get --project other', '/v1/projects/other'],
    ['projects get other', '/v1/projects/other'],
    ['projects get --project-id other', '/v1/projects/other'],
    ['projects get other --project other', '/v1/projects/other'],
    ['projects list-keys', '/v1/projects/shop/keys'],
    ['projects get-key --key-id k1', '/v1/projects/shop/keys/k1'],
    ['projects delete other --yes', '/v1/projects/other'],
    ['projects delete --project other --yes', '/v1/projects/other'],
  ])('is for %s in %s', async (line, path) => {
    expect(await pathOf(line)).toMatchObject({ code: 0, path });
  });

  it('has to be on the line to delete something', async () => {
    for (const line of ['projects delete --yes', 'projects delete-key --key-id k1 --yes']) {
      const { code, stderr, path } = await pathOf(line);
      expect(code).toBe(2);
      expect(stderr).toContain('<project-id> is missing');
      expect(path).toBeUndefined();
    }
  });

  it('is named once', async () => {
    const { code, stderr, path } = await pathOf('projects get other --project shop');
    expect(code).toBe(2);
    expect(stderr).toContain('--project shop and the project other are both given');
    expect(path).toBeUndefined();
  });
});

describe('a flag that is global elsewhere', () => {
  it('is the source of a migration, and not the address of the server', async () => {
    const transport = answering();
    const line =
      'migrations create-appwrite-migration --resources user --endpoint https://old.example.com/v1';
    const { code } = await run(`${line} --project-id old --api-key ${'x'.repeat(20)}`, transport);
    expect(code).toBe(0);
    expect(JSON.parse(transport.hits[0]!.body.toString())).toMatchObject({
      endpoint: 'https://old.example.com/v1',
    });
    expect(sender(transport)).toMatchObject({ project: 'shop', cookie });
  });

  it('is the language of a template, and not that of messages', async () => {
    for (const line of ['shop recovery de', '--type recovery --locale de', '--locale=de --type recovery']) {
      const transport = answering();
      await run(`projects get-email-template ${line}`, transport);
      expect(transport.hits[0]!.url).toBe('/v1/projects/shop/templates/email/recovery/de');
      expect(transport.hits[0]!.headers).not.toHaveProperty('x-appwrite-locale');
    }
  });
});

describe('an update of the console', () => {
  const current = {
    $id: 'some',
    type: 'recovery',
    name: 'Shop',
    description: 'Shoes',
    legalCity: '',
    smtpSenderName: 'Shop',
    smtpHost: 'mail.example.com',
    smtpPort: 2525,
    smtpPassword: 'canary',
    smtpSecure: '',
    scopes: ['users.read'],
    expire: '2030-01-01T00:00:00.000+00:00',
    hostname: 'shop.example.com',
    enabled: false,
    events: ['users.*'],
    url: 'https://example.com/hook',
    security: true,
    httpUser: 'ada',
    httpPass: 'canary "pass"',
    subject: 'Back',
    message: 'Hello',
    senderName: 'Shop',
    key: 'K1',
    value: 'canary',
  };

  it.each([
    ['projects update --name New', { name: 'New', description: 'Shoes', url: 'https://example.com/hook' }],
    [
      'projects update-key shop k1 --name New',
      { name: 'New', scopes: ['users.read'], expire: '2030-01-01T00:00:00.000+00:00' },
    ],
    ['projects update-key shop k1 --no-expire', { name: 'Shop', scopes: ['users.read'], expire: null }],
    ['projects update-platform shop p1 --name New', { name: 'New', key: 'K1', hostname: 'shop.example.com' }],
    [
      'projects update-webhook shop w1 --name New',
      {
        name: 'New',
        enabled: false,
        events: ['users.*'],
        url: 'https://example.com/hook',
        security: true,
        httpUser: 'ada',
        httpPass: 'canary "pass"',
      },
    ],
    [
      'projects update-smtp --enabled --sender-email a@example.com',
      {
        enabled: true,
        senderName: 'Shop',
        senderEmail: 'a@example.com',
        host: 'mail.example.com',
        port: 2525,
        password: 'canary',
      },
    ],
    [
      'projects update-email-template shop recovery de --subject New',
      { subject: 'New', message: 'Hello', senderName: 'Shop' },
    ],
    ['projects update --description=', { name: 'Shop', url: 'https://example.com/hook' }],
    ['project update-variable v1 --value new', { key: 'K1', value: 'new' }],
  ])('changes what is named, nothing else: %s', async (line, body) => {
    const transport = memoryTransport(() => jsonResponse(current));
    const { code, stderr } = await run(`${line} -v -v`, transport);
    expect(code, stderr).toBe(0);
    expect(transport.hits.map(({ method }) => method === 'GET')).toEqual([true, false]);
    expect(JSON.parse(transport.hits[1]!.body.toString())).toEqual(body);
    expect(stderr).not.toContain('canary');
  });

  it.each([
    ['projects update --name New --replace', { name: 'New' }],
    ['projects update-smtp --no-enabled --replace', { enabled: false }],
    ['projects update-oauth2 --provider github --no-enabled', { provider: 'github', enabled: false }],
    ['projects update-sms-template shop login en --message Hi', { message: 'Hi' }],
  ])('sends only the line: %s', async (line, body) => {
    const transport = memoryTransport(() => jsonResponse(current));
    expect(await run(line, transport)).toMatchObject({ code: 0 });
    expect(transport.hits.map(({ body: sent }) => JSON.parse(sent.toString()))).toEqual([body]);
  });

  it('changes nothing if the answer is no template', async () => {
    const transport = memoryTransport(() => jsonResponse({ html: 'login' }));
    const line = 'projects update-email-template shop recovery de --subject New';
    const { code, stderr } = await run(line, transport);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "the current emailTemplate can't be read: the server's response is not as expected",
    );
    expect(transport.hits).toHaveLength(1);
  });
});

describe('the answer of the assistant', () => {
  const ask = (body: string) => {
    const headers = { 'content-type': 'text/html' };
    const transport = memoryTransport(() => ({ status: 200, headers, body }));
    return run('assistant chat --prompt Hello', transport);
  };

  it('is printed as text', async () => {
    expect(await ask('Hello,\n- Ada')).toMatchObject({ code: 0, stdout: 'Hello,\n- Ada\n' });
  });

  it('is empty on a server without one', async () => {
    expect(await ask('')).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('a list of the console', () => {
  it('takes conditions, and follows pages', async () => {
    const projects = Array.from({ length: 100 }, (_, index) => ({ $id: `p${index}`, name: 'Shop' }));
    const transport = memoryTransport(({ url }) => {
      const items = url.includes('cursorAfter') ? [{ $id: 'last', name: 'Shop' }] : projects;
      return jsonResponse({ total: 101, projects: items });
    });
    const { code, stdout } = await runLine(
      [
        'projects',
        'list',
        '--where',
        'teamId = crew',
        '--sort',
        'name',
        '--all',
        '-f',
        'csv',
        '--fields',
        '$id',
      ],
      { env: loggedIn(), transport },
    );
    expect(code).toBe(0);
    expect(stdout.trim().split(/\r?\n/)).toHaveLength(102);
    const [first] = transport.hits.map(({ url }) => decodeURIComponent(url));
    expect(first).toContain('{"method":"equal","attribute":"teamId","values":["crew"]}');
    expect(first).toContain('{"method":"orderAsc","attribute":"name"}');
    expect(transport.hits).toHaveLength(2);
  });

  it('refuses a condition that the server does not know', async () => {
    const { code, stderr } = await runLine(['proxy', 'list-rules', '--where', 'logs = x'], {
      env: loggedIn(),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('logs');
  });
});

it('creates and sets up a project after a login', async () => {
  const at = await testConsole();
  await at.addProject('crew', 'Shop', 'shop');
  await at.logIn('--without-project');
  const json = async (line: string) => {
    const { code, stdout, stderr } = await at.run([...line.split(' '), '--json']);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };
  await json('projects create --project-id blog --name Blog --team-id crew --description News');
  const { projects } = await json('projects list --sort name');
  expect(projects.map((project: { $id: string }) => project.$id)).toEqual(['blog', 'sandbox', 'shop']);
  expect(await json('projects update blog --name Journal')).toMatchObject({
    name: 'Journal',
    description: 'News',
  });
  expect(
    await json('projects update-auth-status --project blog --method anonymous --no-status'),
  ).toMatchObject({
    authAnonymous: false,
  });
  const { $id } = await json('projects create-key blog --name ci --scopes users.read');
  expect(await json(`projects update-key blog ${$id} --name ci2`)).toMatchObject({ scopes: ['users.read'] });
  const { code, stdout } = await at.run(['projects', 'delete', 'blog', '--yes']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect((await json('projects list')).total).toBe(2);
});
