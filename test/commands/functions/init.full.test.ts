import { expect, it } from 'vitest';
import { templates } from '../../../src/commands/functions/init/templates.ts';
import { parseRuntime } from '../../../src/functions/runtime/environment.ts';
import { findInterpreter } from '../../../src/functions/runtime/interpreters.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };

const runtimes: Readonly<Record<string, string>> = {
  node: 'node-18.0',
  python: 'python-3.11',
  php: 'php-8.2',
  ruby: 'ruby-3.1',
  deno: 'deno-1.40',
  bun: 'bun-1.0',
};

const machine = { env, platform: process.platform };
/** True by language if it is installed. */
const interpreters = new Map<string, boolean>();
for (const [language, runtime] of Object.entries(runtimes)) {
  const found = findInterpreter(parseRuntime(runtime)!, machine).then(
    () => true,
    () => false,
  );
  interpreters.set(language, await found);
}

it('has a runtime for each template', () => {
  expect(Object.keys(runtimes)).toEqual(Object.keys(templates));
});

for (const [language, runtime] of Object.entries(runtimes)) {
  const hasInterpreter = interpreters.get(language);
  it.skipIf(!hasInterpreter)(
    `makes a function that answers a request and takes an event in ${language}${hasInterpreter ? '' : ' (skipped: it is not installed)'}`,
    async () => {
      const cwd = temporaryFolder();
      await runLine(['functions', 'init', 'hello', '--runtime', runtime], { cwd, env });
      const trigger = async (...argv: string[]) => {
        const ran = await runLine(['functions', 'trigger', 'hello', ...argv, '--json'], { cwd, env });
        return JSON.parse(ran.stdout);
      };
      const answer = await trigger('--http', '/?name=Ada');
      expect({ ...answer, body: JSON.parse(answer.body) }).toMatchObject({
        status: 200,
        body: { message: 'Hello, Ada!' },
        errors: '',
      });
      const payload = JSON.stringify({ $id: 'ada', name: 'Ada' });
      const event = await trigger('--event', 'users.ada.create', '--payload', payload);
      expect(JSON.parse(event.body)).toEqual({ welcomed: 'ada' });
      expect(event.logs).toContain('users.ada.create: Ada');
    },
  );
}
