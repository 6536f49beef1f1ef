/** Texts as the literals and comments of JavaScript, TypeScript and JSON. */
import { visible, visibleInQuotes } from '../../lib/text/visible.ts';

/** Returns a string in double quotes. Characters that hide or reorder text are escaped. */
export const stringLiteral = (text: string): string => visibleInQuotes(JSON.stringify(text));

/** Returns the name of a property, in quotes unless it is an identifier of ASCII characters. */
export const propertyName = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? key : stringLiteral(key);

/** Returns a text that can stand in a comment of one line between `/**` and its end. */
export const inComment = (text: string): string => visible(text).replaceAll('*/', '*\\/');
