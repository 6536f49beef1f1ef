import { closestMatch } from '../lib/text/suggest.ts';
import { clockModes } from '../sandbox/core/clock.ts';
import { sandboxFacts } from '../sandbox/core/function-host.ts';
import { isId } from '../sandbox/core/ids.ts';
import type { SandboxOptions } from './api.ts';

type Rule = readonly [expected: string, holds: (value: unknown) => boolean];

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNumber = (value: unknown, min: number, max: number) =>
  typeof value === 'number' && value >= min && value <= max;

const text: Rule = ['a text that is not empty', isText];
const boolean: Rule = ['true or false', (value) => typeof value === 'boolean'];
const callback: Rule = ['a function', (value) => typeof value === 'function'];
const whole = (min: number, max: number): Rule => [
  `a whole number from ${min} to ${max}`,
  (value) => Number.isInteger(value) && isNumber(value, min, max),
];
const isOrigin = (value: unknown) => isText(value) && /^https?:\/\/[^/]+$/.test(value);
const isObjectOf = (value: unknown, holds: (member: unknown) => boolean) =>
  typeof value === 'object' && value !== null && Object.values(value).every(holds);

const isFact = (value: unknown) => sandboxFacts.some((fact) => fact === value);

const rules: Readonly<Record<keyof SandboxOptions, Rule>> = {
  port: whole(0, 65_535),
  project: [
    'an ID: at most 36 letters, digits, dots, hyphens and underscores',
    (value) => isText(value) && isId(value),
  ],
  seed: boolean,
  projectFile: text,
  from: text,
  env: ['an object of texts', (value) => isObjectOf(value, (each) => typeof each === 'string')],
  functions: boolean,
  set: ['an object of endpoint, project or key', (value) => isObjectOf(value, isFact)],
  clock: ['real or manual', (value) => clockModes.some((mode) => mode === value)],
  data: text,
  cors: [
    'a list of origins such as http://localhost:3000',
    (value) => Array.isArray(value) && value.every(isOrigin),
  ],
  rateLimit: whole(1, 1_000_000),
  latencyMs: whole(0, 600_000),
  failRate: ['a number from 0 to 1', (value) => isNumber(value, 0, 1)],
  onNote: callback,
};

/** @throws Error for an option that is unknown or not valid, and for options that exclude each other */
export function checkOptions(options: SandboxOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, name)) {
      const guess = closestMatch(name, Object.keys(rules));
      throw refusal(`there is no option ${name}${guess === undefined ? '' : `; did you mean ${guess}?`}`);
    }
    const [expected, holds] = rules[name as keyof SandboxOptions];
    if (value !== undefined && !holds(value)) throw refusal(`${name} must be ${expected}`);
  }
  const { from, projectFile, seed, functions, set } = options;
  if (set !== undefined && !functions) throw refusal('set gives variables to functions: add functions: true');
  if (from !== undefined && (projectFile !== undefined || seed))
    throw refusal('from excludes projectFile and seed: a backup has everything that a project has');
}

const refusal = (problem: string): Error => new TypeError(`startSandbox: ${problem}`);
