import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAsNode, readAsOurs } from './response-readers.ts';

const header = fc.constantFrom(
  ...['Content-Type: application/json', 'X-Appwrite-Version: 1.5.7', 'Vary: Origin', 'Vary: Accept'],
  ...['Set-Cookie: a=1', 'Set-Cookie: b=2', 'Connection: close', 'Connection: keep-alive', 'X-Empty:'],
  ...['Location: /one', 'Location: /two', 'Keep-Alive: timeout=5', 'X-Space: \t a b \t', 'X-Latin: \xe9'],
);
const bodyText = fc.string({ maxLength: 30 });
const chunk = bodyText.map((text) => (text === '' ? '' : `${text.length.toString(16)}\r\n${text}\r\n`));

/** Headers that tell the length of a body, and the body. */
const framed = fc.oneof(
  bodyText.map((text) => [[`Content-Length: ${Buffer.byteLength(text, 'latin1')}`], text] as const),
  fc.array(chunk).map((chunks) => [['Transfer-Encoding: chunked'], `${chunks.join('')}0\r\n\r\n`] as const),
  bodyText.map((text) => [[], text] as const),
);

const response = fc
  .record({
    interim: fc.constantFrom('', '', '', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
    status: fc.constantFrom('200 OK', '201 Created', '204 No Content', '404 Not Found', '302', '500 '),
    headers: fc.array(header, { maxLength: 6 }),
    body: framed,
  })
  .map(({ interim, status, headers, body: [framing, text] }) =>
    Buffer.from(
      `${interim}HTTP/1.1 ${[status, ...headers, ...framing].join('\r\n')}\r\n\r\n${text}`,
      'latin1',
    ),
  );

/** Without a tab, which RFC 9110 allows around the length of a body, and Node does not. */
const oddByte = fc
  .oneof(
    fc.constantFrom(...'\r\n :;,\0-+0aF'.split('').map((char) => char.charCodeAt(0))),
    fc.integer({ min: 0, max: 255 }),
  )
  .filter((byte) => byte !== 9);

/** Replaces, adds or removes bytes. */
const broken = fc
  .tuple(response, fc.array(fc.tuple(fc.nat(), fc.nat(2), oddByte), { minLength: 1, maxLength: 3 }))
  .map(([bytes, changes]) =>
    changes.reduce((before, [at, removed, byte]) => {
      const place = at % (before.length + 1);
      return Buffer.concat([
        before.subarray(0, place),
        Buffer.from([byte]),
        before.subarray(place + removed),
      ]);
    }, bytes),
  );

/** Compares with Node what is accepted. Bytes after the response, for which we close a connection, Node would refuse. */
async function expectAsNode(bytes: Buffer, size: number): Promise<void> {
  const ours = readAsOurs(bytes, size);
  if (typeof ours === 'string') return;
  const response = bytes.subarray(0, bytes.length - ours.following);
  expect(ours).toMatchObject((await readAsNode(response)) as object);
}

const options = { numRuns: 3000 };
const pieceSize = fc.integer({ min: 1, max: 200 });

it('reads a response as Node does, in pieces of any size', async () => {
  const property = fc.asyncProperty(response, pieceSize, async (bytes, size) => {
    expect(readAsOurs(bytes, size)).toBeTypeOf('object');
    await expectAsNode(bytes, size);
  });
  await fc.assert(property, options);
});

it('accepts no malformed response that Node refuses, and reads the others alike', async () => {
  await fc.assert(fc.asyncProperty(broken, pieceSize, expectAsNode), options);
});
