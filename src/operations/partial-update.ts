import type { Operation, Param } from '../api/schema.ts';
import type { Flag } from '../core/flags.ts';
import { listed } from '../lib/text/words.ts';

/** Returns an update without the requirement of parameters that are read first if the line leaves them out. */
export function partialUpdate(operation: Operation): Operation {
  const { carryOver, params } = operation;
  if (carryOver === undefined) return operation;
  const optional = (param: Param): Param =>
    carryOver.params.includes(param.name) ? { ...param, required: false } : param;
  return { ...operation, params: params.map(optional) };
}

/** Returns what help says about an operation beyond its summary: that an update sends more than the line. */
export function aboutUpdate({ about, carryOver, params }: Operation): string | undefined {
  if (carryOver === undefined) return about;
  const isPartial = params.some(
    ({ in: place, name, required }) => place === 'body' && !required && !carryOver.params.includes(name),
  );
  const carried = params.filter(({ name }) => carryOver.params.includes(name));
  const flags = listed(
    carried.map(({ flag }) => flag),
    'and',
  );
  const demand = carried.every(({ required }) => required)
    ? `requires ${flags} each time`
    : `resets ${flags}`;
  const effect = isPartial
    ? `Settings that are not given stay unchanged. The server ${demand}: without it, the current value is read first and sent again. With --replace nothing is read.`
    : 'Settings that are not given stay unchanged. The server would reset them, so they are read first and sent again; a change by another client in between is lost. With --replace nothing is read, and the server resets what is not given.';
  const clearing = params.some(({ clearable }) => clearable) ? 'An empty text clears a setting.' : undefined;
  return [effect, clearing, about].filter(Boolean).join(' ');
}

/** The flag that sends the bare request. */
export function replaceFlag({ carryOver, params }: Operation): Flag {
  const needed = params.filter(
    ({ name, required, in: place }) => required && place === 'body' && carryOver!.params.includes(name),
  );
  const flags = needed.map(({ flag }) => flag).join(', ');
  return {
    key: 'replace',
    flag: '--replace',
    arity: 'none',
    help: ['Send only what is given', ...(needed.length > 0 ? [`requires ${flags}`] : [])].join('; '),
  };
}
