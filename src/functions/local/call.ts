/** Calls of a function by its triggers, and the requests that it gets for them. */
import { type Caller, eventHeaders, executionHeaders, scheduleHeaders } from '../runtime/headers.ts';
import type { FunctionRequest } from '../runtime/types.ts';

/** A call, without what only the place where the function runs knows. */
export type TriggerCall =
  | {
      readonly kind: 'http';
      readonly method: string;
      /** Path and query, percent-encoded. */
      readonly target: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  | {
      readonly kind: 'event';
      /** The most specific name. */
      readonly event: string;
      /** JSON. */
      readonly body: Buffer;
    }
  | { readonly kind: 'schedule' };

/** The server that a function seems to run on. */
export interface ServerFacts {
  /** Its domain, for the header `host`. */
  readonly host: string;
  /** Such as 1.5.7. */
  readonly version: string;
}

/** Returns the request that a server of 1.5 makes for a call. */
export function requestOf(call: TriggerCall, caller: Caller, server: ServerFacts): FunctionRequest {
  switch (call.kind) {
    case 'http': {
      const { method, target, headers, body } = call;
      const given = executionHeaders(headers, { caller, host: server.host, isAsync: false });
      return { method, target, headers: given, body };
    }
    case 'event':
      return {
        method: 'POST',
        target: '/',
        headers: eventHeaders(call.event, caller.userId, server),
        body: call.body,
      };
    case 'schedule':
      return { method: 'POST', target: '/', headers: scheduleHeaders(server.host), body: Buffer.alloc(0) };
  }
}

/** Names a call in one line. */
export function shownCall(call: TriggerCall): string {
  switch (call.kind) {
    case 'http':
      return `${call.method} ${call.target}`;
    case 'event':
      return `event ${call.event}`;
    case 'schedule':
      return 'schedule';
  }
}
