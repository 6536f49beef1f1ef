import { describe, expect, it } from 'vitest';
import { DocumentLines } from '../../../src/backup/live/document-lines.ts';

const lineOf = (document: string) => new DocumentLines().lineOf(document);

describe('DocumentLines', () => {
  it('leaves out the place of a document, and sorts its attributes behind the fixed members', () => {
    expect(
      lineOf(
        '{"views":1,"a":null,"$databaseId":"d","$collectionId":"c","$sequence":"7","$permissions":["read(\\"any\\")"],"$id":"x","$updatedAt":"u","$createdAt":"c"}',
      ),
    ).toBe(
      '{"$id":"x","$createdAt":"c","$updatedAt":"u","$permissions":["read(\\"any\\")"],"a":null,"views":1}',
    );
  });

  it('keeps the tokens of numbers, strings and nested values', () => {
    const line =
      '{"$id":"x","big":9007199254740993,"exp":1.50e+2,"list":["a","]",1],"text":"\\u00e9 \\"{[,"}';
    expect(lineOf(line)).toBe(line);
  });

  it('replaces related documents by their IDs', () => {
    expect(lineOf('{"$id":"x","one":{"$id":"y","a":1},"many":[{"$id":"z"},{"$id":"w"}],"none":[]}')).toBe(
      '{"$id":"x","many":["z","w"],"none":[],"one":"y"}',
    );
  });

  it('follows documents that have other members than the one before, or the same in another order', () => {
    const lines = new DocumentLines();
    const documents = [
      ['{"$id":"1","a":1,"b":2}', '{"$id":"1","a":1,"b":2}'],
      ['{"$id":"2","b":2,"a":1}', '{"$id":"2","a":1,"b":2}'],
      ['{"$id":"3","b":2}', '{"$id":"3","b":2}'],
      ['{"$id":"4","b":2,"a":1}', '{"$id":"4","a":1,"b":2}'],
      ['{"$id":"5","bb":2,"a":1}', '{"$id":"5","a":1,"bb":2}'],
      ['{}', '{}'],
      ['{"$id":"6"}', '{"$id":"6"}'],
    ] as const;
    for (const [document, line] of documents) expect(lines.lineOf(document)).toBe(line);
  });

  it('takes the last of several members with the same name, however it is written', () => {
    const lines = new DocumentLines();
    for (const last of [2, 3])
      expect(lines.lineOf(`{"$id":"x","a":1,"\\u0061":${last}}`)).toBe(`{"$id":"x","a":${last}}`);
  });

  it('makes one line of an indented document', () => {
    expect(lineOf('{\n  "b": [\n    1\n  ],\r\n  "$id": "x"\n}')).toBe('{"$id":"x","b":[1]}');
  });
});
