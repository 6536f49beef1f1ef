/** Checks that a success is the answer to its request: a gateway or a login page answers 200 too, and also with JSON. */
import { skipSpace } from '../lib/json/scan.ts';
import { forEachItem, forEachMember, skipValue } from '../lib/json/skip.ts';
import { decodeString, kindAt } from '../lib/json/slices.ts';
import type { Headers } from '../transport.ts';
import { interceptedHint, unusable } from './body.ts';
import { HttpError } from './failure.ts';
import type { AnswerShape, ApiRequest } from './types.ts';

type Expected = Pick<ApiRequest, 'method' | 'expects' | 'answer'>;

/**
 * Checks a success by the operation's model.
 * @param text body; JSON if the shape is that of JSON
 * @throws HttpError (exit 1) with an unknown outcome
 */
export function checkAnswer(request: Expected, status: number, text: string): void {
  const { answer, expects } = request;
  if (expects === 'redirect' && status < 300) throw wrongAnswer(request, 'it is not a redirect');
  const problem = answer && problemOf(answer, status, text);
  if (problem !== undefined) throw wrongAnswer(request, problem);
}

/**
 * Checks by its headers that a success is a file of the right kind.
 * @throws HttpError (exit 1)
 */
export function checkFile(request: Expected, headers: Headers): void {
  const { answer } = request;
  if (answer?.kind !== 'file' || String(headers['content-type']).startsWith(answer.type)) return;
  throw wrongAnswer(request, `its content type is not ${answer.type}`);
}

/** Adds to the error of an unusable answer that the request may have changed something. Uploads find out themselves. */
export function withOutcome(error: unknown, { method, body }: ApiRequest): unknown {
  if (method === 'GET' || body?.kind === 'form' || !(error instanceof HttpError)) return error;
  return error.with({ message: `${error.message}; it is not known whether the request was carried out` });
}

function problemOf(answer: AnswerShape, status: number, text: string): string | undefined {
  switch (answer.kind) {
    case 'list':
      return listProblem(text, answer);
    case 'object':
      return objectProblem(text, answer.has);
    case 'empty or object':
      return text === '' ? undefined : objectProblem(text, answer.has);
    case 'empty':
      if (text !== '') return 'it is not empty';
      return status === 204 ? undefined : `its status is ${status}, not 204`;
    case 'file':
      return undefined;
  }
}

function listProblem(
  text: string,
  { items, has }: Extract<AnswerShape, { kind: 'list' }>,
): string | undefined {
  const start = skipSpace(text, 0);
  if (text[start] !== '{') return 'it is not an object';
  let hasItems = false;
  let hasTotal = false;
  let problem: string | undefined;
  const checkItem = (at: number) => {
    const checked = checkValue(text, at, has);
    problem ??= checked.problem;
    return checked.end;
  };
  forEachMember(text, start, (nameStart, nameEnd, valueStart) => {
    const name = nameAt(text, nameStart, nameEnd);
    if (name === 'total') hasTotal = kindAt(text, valueStart) === 'number';
    if (name !== items || text[valueStart] !== '[') return skipValue(text, valueStart);
    hasItems = true;
    return forEachItem(text, valueStart, checkItem);
  });
  if (problem !== undefined) return `in "${items}", ${problem}`;
  if (!hasItems) return `it has no list "${items}"`;
  return hasTotal ? undefined : 'it has no number "total"';
}

function objectProblem(text: string, has: readonly string[]): string | undefined {
  return checkValue(text, skipSpace(text, 0), has).problem;
}

/** Checks that a value is an object with one of the members. */
function checkValue(
  text: string,
  start: number,
  has: readonly string[],
): { readonly problem?: string; readonly end: number } {
  if (has.length === 0 && text[start] === '[') {
    const end = skipSpace(text, start + 1);
    if (text[end] === ']') return { end: end + 1 };
  }
  if (text[start] !== '{') return { problem: 'it is not an object', end: skipValue(text, start) };
  let isKnown = has.length === 0;
  const end = forEachMember(text, start, (nameStart, nameEnd, valueStart) => {
    isKnown ||= has.includes(nameAt(text, nameStart, nameEnd));
    return skipValue(text, valueStart);
  });
  return isKnown ? { end } : { problem: `it has no "${has.join('" or "')}"`, end };
}

const nameAt = (text: string, start: number, end: number) => decodeString(text.slice(start, end));

function wrongAnswer({ method }: Expected, problem: string): HttpError {
  const look = method === 'GET' ? '; --verbose shows the response' : '';
  return unusable(`the server's response is not as expected: ${problem}`, interceptedHint + look);
}
