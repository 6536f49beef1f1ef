/** Rules of the server for the settings of functions. */

import { parseCron } from './cron.ts';

/** Maximum time that a function may run, in seconds. */
export const maxTimeoutSeconds = 900;

/** True for a cron expression of five fields, or one of its names such as `@daily`. */
export const isCron = (text: string): boolean => parseCron(text) !== undefined;

/** True for the name of an event, such as `users.*.create`. */
export function isEvent(text: string): boolean {
  return /^[a-z]+(\.[^.\s]+)+$/.test(text);
}
