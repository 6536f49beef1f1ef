import { ExitCode } from '../../errors.ts';
import { withoutUserInfo } from '../../lib/net/address.ts';
import { type FailureFacts, HttpError } from '../failure.ts';
import type { Connection } from '../types.ts';
import { durationText } from '../wait.ts';
import { NotHttp, NotThisMachine, RefusedByProxy, TimedOut } from './errors.ts';

/**
 * State of a request. connecting: nothing of it has left · sent: a part of it may have left · responding: the response
 * has begun.
 */
export type Stage = 'connecting' | 'sent' | 'responding';

/** Circumstances in which a connection failed. */
export interface FailurePoint {
  readonly stage: Stage;
  readonly idleTimeoutMs: number;
  /** `--request-timeout`, if that ended the request. */
  readonly timedOutAfterMs?: number | undefined;
}

/** Explanation of a failure. */
interface Diagnosis {
  readonly message: string;
  readonly hint?: string;
  /** True if a retry would fail in the same way. */
  readonly isPermanent?: boolean;
  readonly exitCode?: ExitCode;
}

/**
 * Returns the error for a failed connection: the step that failed, the reason, and a remedy.
 * @param cause error of the transport
 */
export function networkError(cause: unknown, connection: Connection, failure: FailurePoint): HttpError {
  const {
    message,
    hint,
    isPermanent = false,
    exitCode = ExitCode.network,
  } = diagnose(cause, connection, failure);
  const facts: FailureFacts = {
    hint,
    cause,
    outcome: failure.stage === 'connecting' ? 'unsent' : 'unknown',
    transient: !isPermanent,
  };
  return new HttpError(exitCode, message, facts);
}

function diagnose(cause: unknown, { endpoint }: Connection, failure: FailurePoint): Diagnosis {
  const { host } = new URL(endpoint);
  if (failure.timedOutAfterMs !== undefined) return tooSlow(host, failure.timedOutAfterMs);
  if (cause instanceof TimedOut)
    return { message: silence(cause, host, durationText(failure.idleTimeoutMs)) };
  if (cause instanceof RefusedByProxy) return refusedByProxy(cause, host);
  if (cause instanceof NotHttp) return notHttp(cause, endpoint);
  if (cause instanceof NotThisMachine) return notThisMachine(cause);
  const error = describe(cause);
  return (
    atTls(error, endpoint) ??
    byCode.get(error.code)?.(endpoint) ?? { message: broken[failure.stage](host, error.message) }
  );
}

function tooSlow(host: string, timedOutAfterMs: number): Diagnosis {
  return {
    message: `no complete response from ${host} within ${durationText(timedOutAfterMs)}`,
    hint: 'allow more time with --request-timeout DURATION',
    isPermanent: true,
  };
}

function refusedByProxy({ message, status }: RefusedByProxy, host: string): Diagnosis {
  return {
    message: `${message} when asked to connect to ${host}`,
    hint:
      status === 407
        ? 'give the proxy its user and password: HTTPS_PROXY=http://user:password@host:port'
        : 'is HTTPS_PROXY right? NO_PROXY names hosts that need no proxy',
    isPermanent: status < 500,
  };
}

function notHttp({ message }: NotHttp, endpoint: string): Diagnosis {
  return {
    message: `the response from ${new URL(endpoint).host} is not valid HTTP: ${message}`,
    hint: `is ${withoutUserInfo(endpoint)} the endpoint of an Appwrite API?`,
    isPermanent: true,
    exitCode: ExitCode.failure,
  };
}

function notThisMachine({ message }: NotThisMachine): Diagnosis {
  return {
    message,
    hint: 'correct the entry in the hosts file, or use the address in the endpoint',
    isPermanent: true,
  };
}

function atTls({ code, message }: Described, endpoint: string): Diagnosis | undefined {
  const { host } = new URL(endpoint);
  if (certificateProblems[code] !== undefined)
    return {
      message: `the TLS certificate of ${host} ${certificateProblems[code]}`,
      hint: 'trust its issuer with NODE_EXTRA_CA_CERTS=/path/to/ca.pem, or skip the check with --insecure',
      isPermanent: true,
    };
  if (!isTlsCode(code)) return undefined;
  return {
    message: `no TLS connection to ${host}: ${openSslReason(message)}`,
    hint: `does the server speak https? The endpoint is ${withoutUserInfo(endpoint)}`,
    isPermanent: true,
  };
}

const noRoute = (endpoint: string): Diagnosis => ({
  message: `there is no route to ${new URL(endpoint).host}`,
});

/** The operating system's errors that say more than their message. */
const byCode: ReadonlyMap<string, (endpoint: string) => Diagnosis> = new Map([
  [
    'ENOTFOUND',
    (endpoint) => ({
      message: `no such host: ${new URL(endpoint).hostname}`,
      hint: `is ${withoutUserInfo(endpoint)} the right endpoint? appwrite-cli doctor shows where it comes from`,
    }),
  ],
  [
    'EAI_AGAIN',
    (endpoint) => ({
      message: `the name ${new URL(endpoint).hostname} can't be resolved at the moment`,
      hint: 'check the network connection',
    }),
  ],
  [
    'ECONNREFUSED',
    (endpoint) => ({
      message: `${new URL(endpoint).host} refuses the connection`,
      hint: 'is the server running at that address?',
    }),
  ],
  ['EHOSTUNREACH', noRoute],
  ['ENETUNREACH', noRoute],
  ['ETIMEDOUT', (endpoint) => ({ message: unreachable(new URL(endpoint).host) })],
]);

const broken: Readonly<Record<Stage, (host: string, why: string) => string>> = {
  connecting: (host, why) => `no connection to ${host}: ${why}`,
  sent: (host, why) => `the connection to ${host} broke: ${why}`,
  responding: (host) => `the connection to ${host} broke in the middle of the response`,
};

function silence({ waitedFor }: TimedOut, host: string, idle: string): string {
  if (waitedFor === 'connection') return unreachable(host);
  return waitedFor === 'response'
    ? `no response from ${host} for ${idle}`
    : `the response from ${host} stalled for ${idle}`;
}

function unreachable(host: string): string {
  return `no connection to ${host}: it does not answer`;
}

/** True if TLS failed: the server was reached, and is not trusted. */
export function failedAtTls({ cause }: HttpError): boolean {
  const { code } = describe(cause);
  return certificateProblems[code] !== undefined || isTlsCode(code);
}

function isTlsCode(code: string): boolean {
  return code === 'EPROTO' || /^ERR_(SSL|TLS)/.test(code);
}

/** `write EPROTO 80EC43…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…` → `wrong version number` */
function openSslReason(message: string): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message;
}

const untrusted = 'comes from an untrusted issuer';
const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host',
};

interface Described {
  readonly code: string;
  readonly message: string;
}

/** Returns code and message of an error. If several addresses were tried, Node wraps theirs in an AggregateError. */
function describe(cause: unknown): Described {
  const error: unknown = cause instanceof AggregateError ? (cause.errors.at(-1) ?? cause) : cause;
  const { code, message } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' && message !== '' ? message : String(code ?? error),
  };
}
