import type { Operation, Param } from '../../src/api/schema.ts';

/** Name of the file that the lines below upload, in the folder that they are run in. */
export const uploadedFile = 'cat.png';
export const uploadedText = 'meow';

/**
 * A line that is right: with every parameter that is required, and with every secret one.
 * @param secret what is given for a secret parameter
 * @param omitted the parameters that are left out
 */
export function lineOf(
  operation: Operation,
  secret: (param: Param) => string,
  omitted: readonly Param[] = [],
): string[] {
  const given = operation.params.filter(
    (param) => (param.required || param.secret) && !omitted.includes(param),
  );
  const flags = given.flatMap((param) => [param.flag, ...wordsFor(param, secret)]);
  return [operation.group, operation.command, ...flags, '--yes'];
}

function wordsFor(param: Param, secret: (param: Param) => string): string[] {
  if (param.secret) return [secret(param)];
  if (param.enum) return [param.enum[0]!];
  switch (param.type) {
    case 'integer':
    case 'number':
      return [String(param.min ?? 1)];
    case 'boolean':
      return ['true'];
    case 'array':
      return ['some'];
    case 'object':
      return ['{"some":"thing"}'];
    case 'binary':
      return [uploadedFile];
    case 'string':
      return [param.format ? formatted[param.format] : 'x'.repeat(Math.max(4, param.minLength ?? 0))];
  }
}

const formatted = { url: 'https://example.com', date: '2030-01-31', fixedDate: '2030-01-31' } as const;
