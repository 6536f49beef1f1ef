import type { GlobalOptions } from './globals.ts';

/** Whether the result may be laid out for reading: nobody asks for data, or for a part of it. */
export function isHumanOutput({ format, fields, filter }: GlobalOptions): boolean {
  return (format === undefined || format === 'table') && fields === undefined && filter === undefined;
}
