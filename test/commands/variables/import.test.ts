import { describe, expect, it } from 'vitest';
import { workplace } from '../../bulk/kit.ts';
import { type Stored, variableServer } from './kit.ts';

const open = (key: string, value: string): Stored => ({ key, value, secret: false });
const secret = (key: string, value: string): Stored => ({ key, value, secret: true });

const statuses = (stdout: string) =>
  Object.fromEntries(
    (JSON.parse(stdout).variables as { key: string; status: string }[]).map(({ key, status }) => [
      key,
      status,
    ]),
  );

describe('import-variables', () => {
  it('creates, updates and leaves alone, and writes again what it can not compare', async () => {
    const server = variableServer([
      open('SAME', '1'),
      open('OTHER', '1'),
      secret('HIDDEN', '1'),
      open('KEPT', '1'),
    ]);
    const { stdout, stderr, code } = await server.run('SAME=1\nOTHER=2\nHIDDEN=1\nexport NEW="a\\nb" # x\n');
    expect(statuses(stdout)).toEqual({
      SAME: 'unchanged',
      OTHER: 'updated',
      HIDDEN: 'updated',
      NEW: 'created',
    });
    expect(stderr).toBe('1 unchanged, 2 updated, 1 created\n');
    expect(code).toBe(0);
    expect(server.values()).toEqual({ SAME: '1', OTHER: '2', HIDDEN: '!1', KEPT: '1', NEW: '!a\nb' });
    expect(server.changes).toEqual(['PUT OTHER', 'PUT HIDDEN', 'POST NEW']);
  });

  it.each([
    ['skip', 0, { A: '1', B: '!2' }],
    ['fail', 5, { A: '1' }],
    ['update', 0, { A: '2', B: '!2' }],
  ])('does with what exists as --on-conflict %s says', async (choice, exitCode, values) => {
    const server = variableServer([open('A', '1')]);
    const { code } = await server.run('A=2\nB=2', ['--on-conflict', choice]);
    expect(code).toBe(exitCode);
    expect(server.values()).toEqual(values);
  });

  it.each([
    ['--no-secret', { A: '2', NEW: '2' }],
    ['--secret', { A: '!2', NEW: '!2' }],
  ])('makes values as readable as %s says', async (flag, values) => {
    const server = variableServer([open('A', '2')]);
    await server.run('A=2\nNEW=2', [flag]);
    expect(server.values()).toEqual(values);
  });

  it('deletes what the file does not set only with --prune and a yes', async () => {
    const server = variableServer([open('A', '1'), open('OLD', '1')]);
    expect(await server.run('A=1', ['--prune'])).toMatchObject({ code: 2, stdout: '' });
    expect(server.values()).toEqual({ A: '1', OLD: '1' });
    const { stdout } = await server.run('A=1', ['--prune', '--yes']);
    expect(statuses(stdout)).toEqual({ A: 'unchanged', OLD: 'deleted' });
    expect(server.values()).toEqual({ A: '1' });
  });

  it.each(['request', 'answer'] as const)('sets each once although a %s is lost', async (loss) => {
    const server = variableServer([open('OTHER', '1')]);
    let isFirst = true;
    server.loseWhen(({ body }) => {
      if (body.key !== 'NEW' || !isFirst) return undefined;
      isFirst = false;
      return loss;
    });
    const first = await server.run('NEW=1\nOTHER=2', ['--no-secret']);
    const { stdout, code } = loss === 'answer' ? first : await server.run('NEW=1\nOTHER=2', ['--no-secret']);
    expect(code).toBe(0);
    expect(server.values()).toEqual({ NEW: '1', OTHER: '2' });
    expect(statuses(stdout).NEW).toBe('created');
  });

  it('says what it would do with --dry-run, and changes nothing', async () => {
    const server = variableServer([open('A', '1'), open('OLD', '1')]);
    const { stdout, stderr } = await server.run('A=2\nB=1', ['--prune', '--dry-run']);
    expect(statuses(stdout)).toEqual({ A: 'update', B: 'create', OLD: 'delete' });
    expect(stderr).toContain('nothing was changed (--dry-run): 1 update, 1 create, 1 delete');
    expect(server.changes).toEqual([]);
  });

  it.each([
    ['a line that sets nothing', 'A=1\nB C\n', [], 'stdin, line 2 is not a variable'],
    ['a file without variables', '# A=1\n\n', ['--prune', '--yes'], 'stdin sets no variable'],
    ['a value that is too long', `A=${'x'.repeat(8193)}`, [], 'the value of A has 8193 characters'],
    ['secrecy that is not taken back', 'A=1', ['--no-secret'], 'A is secret already'],
  ])('refuses %s before it changes anything', async (_, text, flags, message) => {
    const server = variableServer([secret('A', '0')]);
    const { stderr, code } = await server.run(text, flags);
    expect(JSON.parse(stderr).error.message).toContain(message);
    expect(code).toBe(2);
    expect(server.changes).toEqual([]);
  });

  it('shows no value, also in a trace', async () => {
    const server = variableServer([open('A', 'canary-old'), open('B', 'canary-same')]);
    const { stdout, stderr } = await server.run('A=canary-new\nB=canary-same\nC=canary-new', ['-v', '-v']);
    expect(stderr).toContain('"value":"***"');
    expect(stdout + stderr).not.toContain('canary');
  });

  it('sets the variables of a function of 1.5 from a file, and warns of a name that is there twice', async () => {
    const place = await workplace();
    await place.run(['functions', 'create', '--function-id', 'f', '--name', 'f', '--runtime', 'node-18.0']);
    place.write('.env', '\uFEFFA=0\r\nB=2\r\nA=1\r\n');
    const line = ['functions', 'import-variables', 'f', '.env'];
    const { stderr } = await place.run(line);
    expect(stderr).toContain('warning: .env sets A more than once: the last value counts');
    const list = ['functions', 'list-variables', 'f', '-f', 'ndjson', '--fields', 'key,value'];
    expect((await place.run(list)).stdout).toBe('{"key":"A","value":"1"}\n{"key":"B","value":"2"}\n');
    expect((await place.run(line)).stderr).toContain('2 unchanged');
  });
});

describe('import-variables of a project', () => {
  it('is sent with the session of a console login until 1.9, and with a key from then on', async () => {
    const place = await workplace();
    const before = await place.run(['project', 'import-variables', '-'], { stdin: 'A=1' });
    expect(before.stderr).toContain('this needs a console login');
    expect(before.code).toBe(3);
    const server = variableServer();
    const line = ['project', 'import-variables', '-', '--api-version', '1.9', '--json'];
    const { stdout, code } = await server.runLine(line, 'A=1');
    expect(statuses(stdout)).toEqual({ A: 'created' });
    expect(code).toBe(0);
    expect(server.paths).toEqual(['GET /v1/project/variables', 'POST /v1/project/variables']);
  });
});
