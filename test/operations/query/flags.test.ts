import { describe, expect, it } from 'vitest';
import { queriesParam, queryFlags } from '../../../src/operations/query/flags.ts';
import { everyOperation } from '../../kit/catalogue.ts';
import { operation } from './operations.ts';

const lists = '--where --sort --limit --offset --cursor-after --cursor-before --all';

describe('queryFlags', () => {
  it.each([
    ['databases list', lists],
    ['databases list-attributes', lists],
    ['users list', lists],
    ['databases list-documents', `${lists} --select`],
    ['databases get-document', '--select'],
    ['users list-logs', '--limit --offset --all'],
    ['messaging list-topic-logs', '--limit --offset --all'],
    ['databases get', ''],
    ['databases create', ''],
    ['locale list-countries', ''],
    ['users list-sessions', ''],
  ])('returns for %s: %s', async (name, expected) => {
    const flags = queryFlags(await operation(name)).map(({ flag }) => flag);
    expect(flags.sort()).toEqual(expected.split(' ').filter(Boolean).sort());
  });

  it('returns no flag that collides with a parameter of the operation', () => {
    let checked = 0;
    for (const candidate of everyOperation) {
      const own = candidate.params.flatMap(({ name, flag }) => [name, flag]);
      for (const { key, flag } of queryFlags(candidate)) {
        expect(own).not.toContain(key);
        expect(own).not.toContain(flag);
        checked++;
      }
      if (candidate.command.startsWith('list') && queriesParam(candidate)) {
        expect(queryFlags(candidate).length).toBeGreaterThan(0);
      }
    }
    expect(checked).toBeGreaterThan(100);
  });
});
