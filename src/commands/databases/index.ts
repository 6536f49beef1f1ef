import type { CommandSpec } from '../../command/spec.ts';

/** Documents in bulk. */
export const documentCommands: readonly CommandSpec[] = [];
