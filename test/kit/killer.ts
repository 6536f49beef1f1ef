/** Kills a program while one of its requests is on its way. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const hook = `
const { Socket } = require('node:net');
const { write } = Socket.prototype;
let requests = 0;
Socket.prototype.write = function (chunk, ...more) {
  const isRequest = typeof chunk === 'string' && /^[A-Z]+ \\S+ HTTP\\/1\\.1\\r\\n/.test(chunk);
  if (isRequest && ++requests === Number(process.env.KILL_AT))
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1);
  return write.call(this, chunk, ...more);
};
`;

/**
 * Returns the variables with which a program is killed by SIGKILL.
 * @param folder for a script that the program loads
 * @param request number of the request, from 1; 0: it is not killed
 */
export function killedAt(folder: string, request: number): Record<string, string> {
  const path = join(folder, 'killer.cjs');
  writeFileSync(path, hook);
  return { NODE_OPTIONS: `--require=${path}`, KILL_AT: String(request) };
}
