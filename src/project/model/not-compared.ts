import type { NotComparedReason } from './state.ts';

/** Returns what is missing to compare a kind: `needs the scope functions.read`. */
export function neededFor(reason: NotComparedReason): string {
  switch (reason.kind) {
    case 'missing-scope':
      return `needs the scope ${reason.scope}`;
    case 'no-console-session':
      return 'needs a console session: appwrite-cli login';
    case 'needs-version':
      return `needs Appwrite ${reason.since}`;
  }
}
