/**
 * Limits of an Appwrite 1.5 server on the structure of collections. It stores documents in MariaDB, a table per
 * collection. The width of a row (four texts of 4000 characters fit, five don't), the sizes of keys and texts, and the
 * number and length of indexes were measured on a 1.5.7; the others are estimates.
 */

/** Maximum number of attributes in a collection. */
export const maxAttributes = 1017;
/** Size in bytes that a row must stay below. */
export const maxRowBytes = 65_535;
/** Bytes that the server reserves in every row for the document's own members. */
export const baseRowBytes = 1500;
/** Maximum number of characters that are stored in the row; the server stores longer text outside of it. */
export const maxInlineCharacters = 16_381;

/** Maximum number of characters of the key of an attribute or index. */
export const maxKeyCharacters = 36;

/** Maximum size of a text attribute, in characters. */
export const maxTextCharacters = 1_073_741_824;
/** Sizes in characters of the text attributes whose size the server sets. */
export const formatSizes = { email: 254, enum: 255, ip: 39, url: 2000 } as const;

/**
 * Estimates the characters that an encrypted text needs: base64, and an envelope of JSON with the keys. On a server,
 * size 64 took no text at all, and 1024 took short ones.
 */
export const encryptedCharacters = (text: string): number =>
  120 + 4 * Math.ceil(new TextEncoder().encode(text).length / 3);

/** Maximum of an integer that the server stores in four bytes; the minimum is its negative. */
export const maxInt32 = 2 ** 31 - 1;
/** Range of integers; their values and bounds can't lie outside. */
export const minInt64 = -(2n ** 63n);
export const maxInt64 = 2n ** 63n - 1n;
/** Maximum of the integers that are exact as doubles; the minimum is its negative. */
export const maxSafeInteger = BigInt(Number.MAX_SAFE_INTEGER);

/** Maximum number of indexes: 64 for the table, less the six that the server creates itself. */
export const maxIndexes = 64 - 6;
/** Maximum length of the attributes of an index together, in characters. */
export const maxIndexCharacters = 768;
/** Length of an array in an index, in characters. */
export const arrayIndexCharacters = 255;
