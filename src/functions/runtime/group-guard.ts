import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Reads "+ID" and "-ID" for the process groups that begin and end. Kills those that are left when its input ends, which
 * it does however this process ends.
 */
const script = `groups=' '
while read -r line; do
  case $line in
    +*) groups="$groups\${line#+} " ;;
    -*) groups="\${groups%% \${line#-} *} \${groups#* \${line#-} }" ;;
  esac
done
for group in $groups; do kill -KILL "-$group"; done`;

let guard: ChildProcess | undefined;
let guardedCount = 0;

/**
 * Has the processes of a group killed when this process ends, also if it is killed itself. The processes that serve a
 * function end by themselves when their stdin closes, but not those that never look at it: a build, or an endless loop.
 * Does nothing on Windows, which has no process groups.
 * @param id ID of the group's first process
 * @returns a function to call once the group has ended: the system uses IDs again
 */
export function guardGroup(id: number, platform: NodeJS.Platform): () => void {
  if (platform === 'win32') return () => {};
  guard ??= startGuard();
  guardedCount += 1;
  guard.stdin?.write(`+${id}\n`);
  let isGuarded = true;
  return () => {
    if (!isGuarded) return;
    isGuarded = false;
    guard?.stdin?.write(`-${id}\n`);
    guardedCount -= 1;
    if (guardedCount > 0) return;
    guard?.stdin?.end();
    guard = undefined;
  };
}

function startGuard(): ChildProcess {
  // A session of its own: Ctrl-C in the terminal must not end it.
  const child = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}
