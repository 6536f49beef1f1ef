import { describe, expect, it } from 'vitest';
import { closestMatch } from '../../../src/lib/text/suggest.ts';

const commands = ['list-files', 'get-file', 'get-item', 'get-usage', 'create-document', 'upload', 'list'];

describe('closestMatch', () => {
  it.each([
    ['uplaod', commands, 'upload'],
    ['UPLOAD', commands, 'upload'],
    ['get-fiel', commands, 'get-file'],
    ['lst-fles', commands, 'list-files'],
    ['creat-documnt', commands, 'create-document'],
    ['create-doc', commands, 'create-document'],
    ['createDocument', commands, 'create-document'],
    ['create_document', commands, 'create-document'],
    ['document-create', commands, 'create-document'],
    ['node-18', ['node-16.0', 'node-18.0'], 'node-18.0'],
    ['desc', ['name', 'description'], 'description'],
    ['stok', ['stack', 'stock'], 'stock'],
    ['yml', ['json', 'yaml'], 'yaml'],
  ])('finds the word near %s', (typed, words, near) => {
    expect(closestMatch(typed, words)).toBe(near);
  });

  it.each([
    ['an edit in a word of two letters', 'xd', ['id', 'key']],
    ['other words around the same one', 'get-team', ['get-item', 'get-file']],
    ['half of the letters', 'title', ['file', 'table']],
    ['a letter or two', 'do', ['doctor', 'documents']],
    ['nothing', '', commands],
    ['a word of its own', 'frobnicate', commands],
  ])('finds none if there is only %s', (_, typed, words) => {
    expect(closestMatch(typed, words)).toBeUndefined();
  });
});
