/** A connection that failed before a response began. */
export class BrokenConnection extends Error {
  /** True if a part of the request may have left. If not, the server can't have acted on it. */
  readonly sent: boolean;

  constructor(cause: unknown, sent: boolean) {
    super('the connection broke', { cause });
    this.sent = sent;
  }
}

/** No data arrived in time: no connection, no response, or no more of its body. */
export class TimedOut extends Error {
  readonly waitedFor: 'connection' | 'response' | 'body';

  constructor(waitedFor: TimedOut['waitedFor']) {
    super(`no ${waitedFor} in time`);
    this.waitedFor = waitedFor;
  }
}

/** The response is not valid HTTP, or its headers exceed the parser's limit. */
export class NotHttp extends Error {}

/** Reason reported when the server switches protocols unasked. */
export const changedProtocol = 'the server changes the protocol';

/** The proxy refuses to open a tunnel to the server. */
export class RefusedByProxy extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answers HTTP ${status}`);
    this.status = status;
  }
}

/** `localhost` is resolved to the address of another machine. */
export class NotThisMachine extends Error {}
