/** How long the answer to what has been sent is waited for after Ctrl-C, in milliseconds. */
const grace = 2000;

/**
 * Lets Ctrl-C end work, but not at once where something has been sent whole: without its answer nobody would know what
 * became of it.
 * @param stop aborted by Ctrl-C
 * @param isSent asked then
 * @param work ends with this signal
 */
export async function withAbortGracePeriod<Value>(
  stop: AbortSignal,
  isSent: () => boolean,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = () => controller.abort(stop.reason);
  const onStop = () => {
    if (isSent()) timer = setTimeout(end, grace);
    else end();
  };
  stop.addEventListener('abort', onStop, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}
