import { expect, it } from 'vitest';
import { createOutput } from '../../src/output/output.ts';
import { formats } from '../../src/output/types.ts';
import { Capture, contextFor, defaults } from './kit.ts';

const long = JSON.stringify({ users: [{ name: 'x'.repeat(1_100_000) }, { name: 'Ada' }] });
const short = JSON.stringify({ users: [{ name: 'Ada' }] });

it.each(formats)('renders a long body as %s where a signal can end the process', async (format) => {
  let count = 0;
  const blocking = async <Value>(work: () => Value | Promise<Value>) => {
    count++;
    return work();
  };
  const show = async (text: string) => {
    const stdout = new Capture();
    const context = { ...contextFor({ stdout }), blocking };
    const view = { items: 'users', columns: ['name'] };
    await createOutput(context, { ...defaults, format }).result({ kind: 'json', text, view });
    return stdout.text;
  };
  expect(await show(short)).toContain('Ada');
  expect(count).toBe(0);
  const text = await show(long);
  expect(text).toContain('x'.repeat(1_100_000));
  expect(text).toContain('Ada');
  expect(count).toBe(1);
});
