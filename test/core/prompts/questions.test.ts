import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { TerminalSignals } from '../../../src/context.ts';
import { createQuestions } from '../../../src/core/prompts/questions.ts';
import { usageError } from '../../../src/errors.ts';
import { testContext } from '../../kit/in-process.ts';

/** Questions at a simulated terminal. */
function atTerminal(signal?: AbortSignal) {
  let isRaw = false;
  const setRawMode = (on: boolean) => {
    isRaw = on;
  };
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode });
  // Like the real stderr, it can't be ended: the library ends its output after each question.
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80, end: () => stderr });
  let shown = '';
  stderr.on('data', (chunk) => {
    shown += chunk;
  });
  const stdout = new PassThrough();
  const sent: string[] = [];
  let continued = () => {};
  const terminalSignals: TerminalSignals = {
    interrupt: () => void sent.push(`interrupt, raw mode ${isRaw}`),
    suspend: async () => void sent.push(`suspend, raw mode ${isRaw}`),
    onContinue(listener) {
      continued = listener;
      return () => {};
    },
  };
  const context = { ...testContext({ ...(signal && { signal }) }, stdout, stderr), stdin, terminalSignals };
  const ask = createQuestions(context, { noInput: false, noColor: true });
  /** Types once a text is shown: input before a question is discarded, as at a real terminal. */
  const type = async (after: string, keys: string) => {
    await vi.waitUntil(() => shown.includes(after), { timeout: 20_000 });
    stdin.write(keys);
  };
  return {
    ask,
    type,
    screen: () => shown,
    stdout,
    stdin,
    sent,
    isRaw: () => isRaw,
    continues: () => continued(),
  };
}

const read = (typed: string) => {
  if (typed === '') throw usageError('it is empty', 'say something');
  return typed.toUpperCase();
};

describe('createQuestions at a terminal', () => {
  it('asks on stderr and reads the answer', async () => {
    const { ask, type, screen, stdout } = atTerminal();
    const answer = ask.text({ message: 'Name:', flag: '--name NAME', read });
    await type('Name:', 'ada\r');
    expect(await answer).toBe('ADA');
    expect(screen()).toContain('Name:');
    expect(stdout.read()).toBeNull();
  });

  it('shows the problem with an answer, and lets the user correct it', async () => {
    const { ask, type, screen } = atTerminal();
    const answer = ask.text({ message: 'Name:', flag: '--name NAME', read });
    await type('Name:', '\r');
    await type('it is empty', 'bob\r');
    expect(await answer).toBe('BOB');
    expect(screen()).toContain('it is empty (say something)');
  });

  it('takes the default for Enter alone', async () => {
    const { ask, type } = atTerminal();
    const answer = ask.text({ message: 'Name:', flag: '--name NAME', default: 'eve', read });
    await type('(eve)', '\r');
    expect(await answer).toBe('EVE');
  });

  it('never shows a secret, not on Ctrl-T either', async () => {
    const { ask, type, screen } = atTerminal();
    const answer = ask.secret({ message: 'Key:', flag: '--key', read: (typed) => typed });
    await type('[hidden]', 'canary');
    await type('[hidden]', '\x14');
    await type('[hidden]', '\r');
    expect(await answer).toBe('canary');
    expect(screen()).not.toContain('canary');
  });

  it('escapes text from a server', async () => {
    const { ask, type, screen } = atTerminal();
    const choices = [{ name: 'Evil\u001b]0;title\u0007\u202e', value: 1, description: '\u001b[31m' }];
    const answer = ask.choose({ message: 'Which\u009b?', flag: '--which ID', choices });
    await type('Evil', '\r');
    expect(await answer).toBe(1);
    expect(screen()).toContain('Evil\\x1b]0;title\\x07\\u202e');
    expect(screen()).toContain('Which\\x9b?');
    expect(stripVTControlCharacters(screen())).not.toMatch(/[\u0007\u009b\u202e]|\u001b\]/);
  });

  it('prints no colour with --no-color', async () => {
    const { ask, type, screen } = atTerminal();
    const answer = ask.confirm({ message: 'Sure', flag: '--yes', default: true });
    await type('Sure', '\r');
    expect(await answer).toBe(true);
    expect(screen()).not.toMatch(/\u001b\[\d*m/);
  });

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('ends with exit code 130 on %s', async (_, keys) => {
    const { ask, type } = atTerminal();
    const answer = ask.text({ message: 'Name:', flag: '--name NAME', read });
    const outcome = expect(answer).rejects.toMatchObject({ exitCode: 130 });
    await type('Name:', keys);
    await outcome;
  });

  it('ends with exit code 130 on a signal', async () => {
    const controller = new AbortController();
    const { ask, type } = atTerminal(controller.signal);
    const answer = ask.text({ message: 'Name:', flag: '--name NAME', read });
    const outcome = expect(answer).rejects.toMatchObject({ exitCode: 130 });
    await type('Name:', 'half an ans');
    controller.abort();
    await outcome;
  });
});

describe('a process that is stopped and continued', () => {
  it.each([
    ['Ctrl-Z', ['suspend, raw mode false']],
    ['a signal', []],
  ])('asks the question again after %s', async (how, signals) => {
    const { ask, type, screen, sent, isRaw, continues } = atTerminal();
    const answer = ask.text({ message: 'Name:', flag: '--name NAME', read });
    await type('Name:', 'half an ans');
    await vi.waitUntil(() => screen().includes('half an ans'));
    const before = screen().length;
    if (how === 'a signal') continues();
    else await type('', '\x1a');
    await vi.waitUntil(() => screen().slice(before).includes('Name:'));
    expect(sent).toEqual(signals);
    expect(isRaw()).toBe(true);
    await type('', 'ada\r');
    expect(await answer).toBe('ADA');
    expect(isRaw()).toBe(false);
  });
});

describe('attend', () => {
  /** Progress that records whether it is shown. */
  function recorded() {
    const states: string[] = [];
    const start = () => {
      states.push('shown');
      return { update() {}, describe() {}, stop: () => void states.push('gone') };
    };
    return { start, states };
  }

  it('shows progress between questions, and keeps what is typed there from the next one', async () => {
    const { ask, type, screen, stdin, isRaw } = atTerminal();
    const { start, states } = recorded();
    const answer = ask.attend(start, async () => {
      expect(isRaw()).toBe(true);
      stdin.write('early\r');
      await vi.waitUntil(() => stdin.readableLength === 0);
      const key = await ask.secret({ message: 'Key:', flag: '--key', read: (typed) => typed });
      expect(isRaw()).toBe(true);
      return key;
    });
    await type('[hidden]', 'late\r');
    expect(await answer).toBe('late');
    expect(screen()).not.toContain('early');
    expect(states).toEqual(['shown', 'gone', 'shown', 'gone']);
    expect(isRaw()).toBe(false);
  });

  it.each([
    ['Ctrl-C', '\x03', ['interrupt, raw mode true']],
    ['Ctrl-Z', 'x\x1a', ['suspend, raw mode false']],
  ])('sends the signal of %s while it waits', async (_, keys, signals) => {
    const { ask, stdin, sent, isRaw } = atTerminal();
    await ask.attend(recorded().start, async () => {
      stdin.write(keys);
      await vi.waitUntil(() => sent.length > 0);
      await vi.waitUntil(isRaw);
    });
    expect(sent).toEqual(signals);
    expect(isRaw()).toBe(false);
  });

  it('gives the terminal back if the work fails', async () => {
    const { ask, isRaw } = atTerminal();
    const { start, states } = recorded();
    const failing = ask.attend(start, () => Promise.reject(usageError('no')));
    await expect(failing).rejects.toThrow('no');
    expect(states).toEqual(['shown', 'gone']);
    expect(isRaw()).toBe(false);
  });
});

describe('createQuestions without a user to ask', () => {
  const context = (terminal: boolean) => testContext({ terminal }, new PassThrough(), new PassThrough());
  it.each([
    ['without a terminal', context(false), false, 'there is no terminal to ask on'],
    ['with --no-input', testTerminal(), true, '--no-input forbids asking'],
    ['in CI', { ...testTerminal(), env: { CI: 'true' } }, false, 'nothing is asked when CI is set'],
  ])('names the missing flag %s', async (_, where, noInput, why) => {
    const ask = createQuestions(where, { noInput, noColor: true });
    expect(ask.possible).toBe(false);
    const question = { message: 'Name:', flag: '--name NAME' };
    const expected = { exitCode: 2, message: expect.stringContaining(why), hint: 'add --name NAME' };
    await expect(ask.text({ ...question, read })).rejects.toMatchObject(expected);
    await expect(ask.secret({ ...question, read })).rejects.toMatchObject(expected);
    await expect(ask.choose({ ...question, choices: [] })).rejects.toMatchObject(expected);
    await expect(ask.chooseMany({ ...question, choices: [] })).rejects.toMatchObject(expected);
    await expect(ask.confirm({ ...question, default: true })).rejects.toMatchObject(expected);
  });
});

function testTerminal() {
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  return testContext({ terminal: true }, new PassThrough(), stderr);
}
