import { it } from 'vitest';
import { expectEnd, type FaultCase, faultCases } from './fault-cases.ts';
import { type Name, runApart } from './representatives.ts';

/** Faults of each kind on the built program; faults.full.test.ts combines all faults and commands in its own process. */
const samples: readonly (readonly [fault: string, name: Name])[] = [
  ['accepts the request and never answers', 'get'],
  ['drips a body', 'download'],
  ['drips a header', 'login'],
  ['hangs up without an answer', 'list'],
  ['resets the connection in the body', 'download'],
  ['closes the connection in the headers', 'create'],
  ['speaks another protocol', 'create'],
  ["answers a proxy's 502", 'delete'],
  ['answers the login page of a network', 'list'],
  ['redirects in a circle', 'download'],
  ['answers invalid JSON', 'upload'],
];
const findFault = (name: string): FaultCase => faultCases.find((fault) => fault.name === name)!;

it.concurrent.for(samples)(
  'a server that %s ends %s of the built program as expected',
  ([fault, name], { expect }) => expectEnd(expect, findFault(fault), name, runApart),
);
