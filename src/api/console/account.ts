import { oauthProviders } from '../choices/oauth-providers.ts';
import { summaries } from '../groups.ts';
import { list, newId, string } from '../param-spec.ts';
import { del, get, group, ofConsole, post, put, section } from '../vocabulary.ts';

const targets = '/account/targets';
const target = `${targets}/{targetId}/push`;

/** Operations on the account that is signed in to the console. */
export const account = group(
  'account',
  summaries.account,
  { provider: 'Provider to sign in with', targetId: 'Target ID' },

  section(
    'Console account',
    { scope: 'account', ...ofConsole },
    { delete: del('/account', 'Delete your console account') },
  ),

  section(
    'Push targets',
    { scope: 'targets.*', ...ofConsole },
    {
      createPushTarget: post(
        `${targets}/push`,
        'Register a device for push messages',
        {
          targetId: newId('ID of the new target'),
          identifier: string('Token of the device').required,
          providerId: string('ID of the messaging provider to use'),
        },
        'target',
      ),
      updatePushTarget: put(
        target,
        'Replace the token of a device',
        { identifier: string('New token of the device').required },
        'target',
      ),
      deletePushTarget: del(target, 'Stop push messages to a device'),
    },
  ),

  section(
    'Signing in',
    { scope: 'sessions.write', ...ofConsole },
    {
      createOauth2Session: get(
        '/account/sessions/oauth2/{provider}',
        'Get the URL of an OAuth 2 sign-in',
        {
          provider: string('Provider to sign in with').oneOf(oauthProviders),
          success: string('Page to open after signing in').url,
          failure: string('Page to open if signing in fails').url,
          scopes: list('Scopes to request from the provider').commaSeparated.items(100, 4096),
        },
        null,
        {
          kind: 'webAuth',
          status: 301,
          aliases: ['createOAuth2Session', 'create-o-auth-2-session'],
          limit: [50, 3600],
        },
      ),
    },
  ),
);
