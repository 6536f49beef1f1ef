import { visible, visibleLines } from '../../lib/text/visible.ts';
import type { Screen } from '../../output/screen.ts';

/** The members of an entry that a person reads. */
export interface DrawnEntry {
  readonly $id: string;
  readonly $createdAt: string;
  readonly channel: string;
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly secret: string;
  readonly url: string;
}

/**
 * Returns an entry for a terminal: who gets what, and below it the link or the code, or else the text. Nothing is cut, so
 * that a link can be copied.
 */
export function entryText(entry: DrawnEntry, { width = Number.POSITIVE_INFINITY, paint }: Screen): string {
  const { $createdAt, channel, kind, secret, url, text } = entry;
  const time = new Date($createdAt).toTimeString().slice(0, 8);
  const to = visible(entry.to);
  const subject = visible(entry.subject);
  const about = visible(`${time}  ${channel}  ${kind}`);
  const fits = `${about}  ${to}  ${subject}`.length <= width;
  const heading = `${about}  ${paint('id', to)}${fits ? '  ' : '\n  '}${subject}`.trimEnd();
  const code = secret === '' ? undefined : `code ${secret}`;
  const body = visibleLines((url || code) ?? text).trimEnd();
  return `${heading}\n${body.replace(/^(?=.)/gm, '  ')}\n`;
}
