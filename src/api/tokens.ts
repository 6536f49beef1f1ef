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
        'Create a token that gives access to a file',
        { expire: string('Expiry date; none by default').date.nullable },
        'resourceToken',
        {
          ...aMinute,
          about:
            'The table omits the secret; --fields secret shows it. Pass it as --token to storage get-file-view, get-file-preview or get-file-download, or append it to their URL: ?project=ID&token=SECRET.',
        },
      ),
      get: get(token, 'Show one token with its secret', {}, 'resourceToken'),
      update: patch(
        token,
        'Change the expiry of a token',
        // Left out, it would be set to never.
        { expire: string('Expiry date; --no-expire for none').date.nullable.required },
        'resourceToken',
        {
          ...aMinute,
          about:
            'The response has a new secret. The old one stays valid until its own expiry; deleting the token revokes all of them.',
        },
      ),
      delete: del(token, 'Delete a token and revoke its secrets', {}, null, {
        ...aMinute,
        about: 'Deleting a file does not delete its tokens; only this command does.',
      }),
    },
  ),
);
