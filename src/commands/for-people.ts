import type { GlobalOptions } from '../command/globals.ts';

/** Whether a person reads the result, so that it may be laid out for reading; else a program does. */
export function isForPeople({ format }: GlobalOptions): boolean {
  return format === undefined || format === 'table';
}
