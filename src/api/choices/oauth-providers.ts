import { splitWords } from '../../lib/text/words.ts';

/** Providers that can sign a user in over OAuth 2; `mock` is for tests. */
export const oauthProviders = splitWords(`
  amazon apple auth0 authentik autodesk bitbucket bitly box dailymotion discord disqus dropbox etsy
  facebook figma@1.6 github gitlab google linkedin microsoft notion oidc okta paypal paypalSandbox podio
  salesforce slack spotify stripe tradeshift tradeshiftBox twitch wordpress yahoo yammer yandex zoho
  zoom mock@..1.9
`);
