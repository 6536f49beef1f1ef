import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { runScript } from '../../kit/script.ts';

const script = (work: string) => `
  import { handleStopSignals } from './src/lib/process/stop-signals.ts';
  const { signal, withoutHandlers } = handleStopSignals({});
  const alive = setInterval(() => {}, 1000);
  signal.addEventListener('abort', () => {
    console.log(signal.reason.message);
    clearInterval(alive);
  });
  ${work}
`;

async function interrupted(work: string) {
  const { child, output } = await runScript(script(work));
  child.stdout!.once('data', () => child.kill('SIGINT'));
  const [code, signal] = await once(child, 'exit');
  return { code, signal, output: await output };
}

describe('SIGINT', () => {
  it('ends work that keeps the event loop busy', async () => {
    const ended = await interrupted(`await withoutHandlers(() => { console.log('busy'); for (;;); });`);
    expect(ended).toEqual({ code: null, signal: 'SIGINT', output: 'busy' });
  });

  it('is handled again after such work', async () => {
    const ended = await interrupted(`await withoutHandlers(() => {}); console.log('done');`);
    expect(ended).toEqual({ code: 0, signal: null, output: 'done\nSIGINT' });
  });

  it('is not lost if it arrives just before such work', async () => {
    const { output } = await runScript(
      script(`
        process.kill(process.pid, 'SIGINT');
        await withoutHandlers(() => console.log('never')).catch(() => console.log('not begun'));
      `),
    );
    expect(await output).toBe('SIGINT\nnot begun');
  });
});
