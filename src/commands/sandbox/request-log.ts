import type { Context } from '../../context.ts';
import { formatOf, type GlobalOptions } from '../../core/globals.ts';
import { excerpt, visible } from '../../lib/text/visible.ts';
import type { Output } from '../../output/types.ts';
import type { Exchange } from '../../sandbox/core/http/listener.ts';

/**
 * A program that starts a sandbox with --json often reads its first line and never stderr. A pipe holds at least 64 KiB;
 * a write to a full one would stop the server.
 */
const maxUnreadBytes = 32 * 1024;

/** Returns a function that prints a line for a request on stderr. */
export function requestLog(
  context: Context,
  globals: GlobalOptions,
  output: Output,
): (exchange: Exchange) => void {
  const write = boundedLines(context, globals, output.note);
  return (exchange) => write(requestLine(exchange));
}

/** Returns a function that writes lines on stderr, and stops before a pipe that nothing reads is full. */
export function boundedLines(
  { stderr }: Context,
  globals: GlobalOptions,
  write: (line: string) => void,
): (line: string) => void {
  const hasReader = stderr.isTTY || stderr.isFile || formatOf(globals) === 'table';
  let leftBytes = hasReader ? Number.POSITIVE_INFINITY : maxUnreadBytes;
  return (line) => {
    if (leftBytes <= 0) return;
    leftBytes -= Buffer.byteLength(line) + 1;
    write(leftBytes > 0 ? line : 'Further lines are not listed: nothing may be reading this pipe.');
  };
}

/** Longer paths are cut: IDs have at most 36 characters, and what a client sends can be anything. */
const maxPathLength = 200;
const maxNames = 8;

/**
 * Formats a request as one line: `12:03:04 POST /v1/databases 201 3 ms`. Of a query it has the names and no values, which
 * may be secrets, and it has nothing of headers and bodies, but says if a message went to the outbox.
 */
export function requestLine({
  method,
  target,
  status,
  startedAt,
  durationMs,
  keptInOutbox,
}: Exchange): string {
  const [path = '', query = ''] = target.split('?', 2);
  const time = new Date(startedAt).toTimeString().slice(0, 8);
  const shown = `${excerpt(visible(path), maxPathLength)}${queryNames(query)}`;
  return `${time} ${method} ${shown} ${status ?? 'broke off'} ${durationMs} ms${keptInOutbox ? ', kept in the outbox' : ''}`;
}

/** Returns `?queries,search`. Text without a `=` has no name, and is left out. */
function queryNames(query: string): string {
  const pairs = query.split('&').filter((pair) => pair.includes('='));
  const names = [...new Set(pairs.map((pair) => /^[\w.-]{0,40}/.exec(pair)![0]))].filter(Boolean);
  if (names.length === 0) return '';
  return `?${names.slice(0, maxNames).join(',')}${names.length > maxNames ? ',…' : ''}`;
}
