import type { CommandSpec } from '../../command/spec.ts';

/** Users in bulk. */
export const userCommands: readonly CommandSpec[] = [];
