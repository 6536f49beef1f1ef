import { expect, it } from 'vitest';
import { FieldMap } from '../../../src/project/model/field-map.ts';
import { fieldListOf, kindNamed } from '../../../src/project/model/kinds.ts';

const list = fieldListOf(kindNamed('attribute'), 'string');
const stored = list.map(({ name }) => (name === 'encrypt' ? undefined : name));

it('is a map of the fields that have a value, in their order', () => {
  const map = new FieldMap(list, stored, (name, place) => `${list[place]!.name === name} ${name}`);
  const same = new Map(stored.flatMap((name) => (name === undefined ? [] : [[name, `true ${name}`]])));
  expect(same.size).toBe(4);
  expect([...map]).toEqual([...same]);
  expect([[...map.keys()], [...map.values()], [...map.entries()], map.size]).toEqual([
    [...same.keys()],
    [...same.values()],
    [...same.entries()],
    same.size,
  ]);
  for (const name of ['size', 'encrypt', 'default', 'constructor'])
    expect([map.get(name), map.has(name)]).toEqual([same.get(name), same.has(name)]);
  const visited: unknown[] = [];
  map.forEach((value, name) => {
    visited.push([name, value]);
  });
  expect(visited).toEqual([...same]);
});
