/** Rules of the server for the settings of functions. */

/** Maximum time that a function may run, in seconds. */
export const maxTimeoutSeconds = 900;

const cron =
  /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|([\dA-Z*,/?#-]+\s+){4}[\dA-Z*,/?#-]+)$/i;

/** True for a cron expression of five fields, or one of its names such as `@daily`. */
export const isCron = (text: string): boolean => cron.test(text);

/** True for the name of an event, such as `users.*.create`. */
export function isEvent(text: string): boolean {
  return /^[a-z]+(\.[^.\s]+)+$/.test(text);
}
