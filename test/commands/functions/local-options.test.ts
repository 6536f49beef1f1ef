import { expect, it } from 'vitest';
import { readLocalOptions } from '../../../src/commands/functions/local/options.ts';

const values = {
  ...{ protocol: undefined, set: undefined, interpreter: undefined, envFile: undefined },
  ...{ inspect: false, noBuild: false, docker: false, withVariables: false, live: false },
  ...{ config: undefined, env: undefined, as: undefined },
};

it.each([
  [undefined, undefined],
  ['0', 0],
  ['90', 90],
  ['90s', 90],
  ['5m', 300],
  ['15m', 900],
])('reads --timeout %s as %s seconds', (timeout, seconds) => {
  expect(readLocalOptions({ ...values, timeout }).timeoutSeconds).toBe(seconds);
});
