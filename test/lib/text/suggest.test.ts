import { describe, expect, it } from 'vitest';
import { suggestNames } from '../../../src/lib/text/suggest.ts';

const storage = [
  'create-bucket',
  'list-buckets',
  'get-bucket',
  'delete-bucket',
  'list-files',
  'get-file',
  'upload',
];
const users = ['list', 'get', 'get-prefs', 'delete', 'delete-identity', 'import'];

describe('suggestNames', () => {
  it.each([
    ['list', storage, ['list-buckets', 'list-files']],
    ['ls', storage, ['list-buckets', 'list-files']],
    ['LS', users, ['list']],
    ['rm', users, ['delete']],
    ['show', users, ['get']],
    ['remove-bucket', storage, ['delete-bucket']],
    ['add-bucket', storage, ['create-bucket']],
    ['imprt', users, ['import']],
    ['uplaod', storage, ['upload']],
    ['get-fiel', storage, ['get-file']],
    ['lst-fles', storage, ['list-files']],
    ['frobnicate', storage, []],
    ['', storage, []],
  ])('suggests for %s, among %j, the names %j', (typed, names, meant) => {
    expect(suggestNames(typed, names)).toEqual(meant);
  });
});
