import { summaries } from './groups.ts';
import { string } from './param-spec.ts';
import { queries, total } from './params.ts';
import { del, get, group, key, patch, post, section } from './vocabulary.ts';

const ofFile = '/tokens/buckets/{bucketId}/files/{fileId}';
const token = '/tokens/{tokenId}';
const expiring = queries('expire');
/** The server's rate limit: requests in a number of seconds. */
const aMinute = { limit: [60, 60] } as const;

export const tokens = group(
  'tokens',
  summaries.tokens,
  { bucketId: 'Bucket ID', fileId: 'File ID', tokenId: 'Token ID' },

  section(
    'Tokens',
    { scope: 'tokens.*', auth: key, since: '1.7' },
    {
      list: get(
        ofFile,
        'List the tokens of a file',
        { queries: expiring.publishedAs('string').changedIn('1.8', () => expiring), total },
        'resourceTokenList',
      ),
      createFileToken: post(
        ofFile,
        'Make a token with which anybody can read a file',
        { expire: string('End of its validity as a date; none by default').nullable },
        'resourceToken',
        {
          ...aMinute,
          about:
            'A table leaves out the secret: --fields secret shows it. It goes to --token of storage get-file-view, get-file-preview and get-file-download, or to the end of their address: ?project=ID&token=SECRET.',
        },
      ),
      get: get(token, 'Show one token with its secret', {}, 'resourceToken'),
      update: patch(
        token,
        'Change when a token expires',
        // Left out, it would be set to never.
        { expire: string('End of its validity as a date; --no-expire for none').nullable.required },
        'resourceToken',
        {
          ...aMinute,
          about:
            'The answer has a new secret, and the old one stays valid until the end that it was made with. Deleting the token ends all of them.',
        },
      ),
      delete: del(token, 'Delete a token, so that its secret ends', {}, null, {
        ...aMinute,
        about: 'Deleting a file leaves its tokens; they are deleted only here.',
      }),
    },
  ),
);
