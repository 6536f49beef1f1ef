import type { Operation } from '../../../api/schema.ts';
import { ApiError } from '../errors.ts';
import { type AuthMethod, apiByName, projectDetails, serviceByName } from '../records/project-details.ts';
import { isPrivileged } from './actor.ts';
import type { Caller } from './authenticate.ts';

/**
 * Refuses guests and users if the project has switched off the operation's group.
 * @throws ApiError 403 general_service_disabled
 */
export function requireService({ project, actor }: Caller, { group }: Operation): void {
  const setting = serviceByName[group];
  if (!setting || isPrivileged(actor) || projectDetails(project)[setting]) return;
  throw new ApiError(403, 'general_service_disabled', 'This service is switched off in the project.');
}

/**
 * Refuses guests and users if the project has switched off the way that the request came: GraphQL, or the API as such.
 * @throws ApiError 403 general_api_disabled
 */
export function requireApi({ project, actor }: Caller, { group }: Operation): void {
  const setting = apiByName[group === 'graphql' ? 'graphql' : 'rest']!;
  if (isPrivileged(actor) || projectDetails(project)[setting]) return;
  throw new ApiError(403, 'general_api_disabled', 'This kind of API is switched off in the project.');
}

/**
 * Refuses guests and users if the project has switched off the way to sign in.
 * @throws ApiError 501 user_auth_method_unsupported
 */
export function requireMethod({ project, actor }: Caller, method: AuthMethod): void {
  if (isPrivileged(actor) || projectDetails(project)[method]) return;
  throw new ApiError(
    501,
    'user_auth_method_unsupported',
    'This sign-in method is switched off in the project.',
  );
}
