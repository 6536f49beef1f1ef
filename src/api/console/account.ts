import { oauthProviders } from '../choices/oauth-providers.ts';
import { summaries } from '../groups.ts';
import { list, newId, string } from '../param-spec.ts';
import { del, get, group, guest, post, put, section, user } from '../schema.ts';

/** Operations on the signed-in user that the public API leaves to browsers, devices and the console. */
export const account = group(
  'account',
  summaries.account,
  { provider: 'Provider', targetId: 'Target ID' },

  section('Account', { scope: 'account', auth: user }, { delete: del('/account', 'Delete the account') }),

  section(
    'Push targets',
    { scope: 'targets.*', auth: user },
    {
      createPushTarget: post(
        '/account/targets/push',
        'Add a device',
        {
          targetId: newId('ID of the new target'),
          identifier: string('Token of the device').required,
          providerId: string('ID of the messaging provider to use'),
        },
        'target',
      ),
      updatePushTarget: put(
        '/account/targets/{targetId}/push',
        'Change the token of a device',
        { identifier: string('Token of the device').required },
        'target',
      ),
      deletePushTarget: del('/account/targets/{targetId}/push', 'Remove a device'),
    },
  ),

  section(
    'Signing in',
    { scope: 'sessions.write', auth: guest },
    {
      createOauth2Session: get(
        '/account/sessions/oauth2/{provider}',
        'Sign in with another provider',
        {
          provider: string('Who signs the user in').oneOf(oauthProviders),
          success: string('Page to go to after signing in').url,
          failure: string('Page to go to when that fails').url,
          scopes: list('Rights to ask the provider for').items(100, 4096),
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
