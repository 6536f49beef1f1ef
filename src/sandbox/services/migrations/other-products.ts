import type { Call } from '../../core/call.ts';
import { ApiError, notImplemented } from '../../core/errors.ts';
import { isObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';

/** Error of the other side of a migration. */
export const providerError = (message: string) => new ApiError(400, 'migration_provider_error', message);

/** Migrations from other products: what a server refuses before it asks them, and 501 for the rest. */
export const otherProductHandlers: Record<string, Handler> = {
  'migrations.getFirebaseReport': byServiceAccount,
  'migrations.createFirebaseMigration': byServiceAccount,
  'migrations.listFirebaseProjects': byGoogle,
  'migrations.getFirebaseReportOAuth': byGoogle,
  'migrations.createFirebaseOAuthMigration': byGoogle,
  'migrations.deleteFirebaseAuth': () => {
    throw new ApiError(401, 'general_access_forbidden', 'There is no sign-in at Google to forget.');
  },
  'migrations.getSupabaseReport': refuse,
  'migrations.createSupabaseMigration': refuse,
  'migrations.getNHostReport': refuse,
  'migrations.createNHostMigration': refuse,
};

function refuse(): never {
  throw notImplemented(
    'The sandbox makes no request to other hosts: it can only copy from another project of its own.',
  );
}

/** @throws ApiError 400 migration_provider_error, 501 */
function byServiceAccount(call: Call): never {
  if (!isServiceAccount(call.params.string('serviceAccount'))) {
    throw providerError('The service account is not the JSON that Firebase exports.');
  }
  return refuse();
}

function isServiceAccount(text: string): boolean {
  try {
    const account: unknown = JSON.parse(text);
    return isObject(account) && typeof account.project_id === 'string';
  } catch {
    return false;
  }
}

/** @throws ApiError 404 user_identity_not_found: nobody signs in at Google here */
function byGoogle(): never {
  throw new ApiError(404, 'user_identity_not_found', 'There is no sign-in at Google; the sandbox has none.');
}
