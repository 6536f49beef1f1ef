/** Rules of the server for permissions and roles. */
import { keyProblem } from './attribute-rules.ts';

/** Maximum number of permissions of a resource. */
export const maxPermissions = 100;

/** Form of a permission: its action and its role. */
export const permissionForm = /^(create|read|update|delete|write)\("([^"]+)"\)$/;

/** IDs have the form of keys. */
const isId = (text: string) => keyProblem(text) === undefined;

/** True for a role in the API's notation: `any`, `users/verified`, `team:ID/owner`, `label:vip`… */
export function isRole(role: string): boolean {
  const [, kind, id, dimension] = /^([a-z]+)(?::([^/]*))?(?:\/(.*))?$/.exec(role) ?? [];
  const verified = dimension === undefined || dimension === 'verified' || dimension === 'unverified';
  switch (kind) {
    case 'any':
    case 'guests':
      return id === undefined && dimension === undefined;
    case 'users':
      return id === undefined && verified;
    case 'user':
      return id !== undefined && isId(id) && verified;
    case 'team':
      return id !== undefined && isId(id) && (dimension === undefined || /^[\w.-]{1,36}$/.test(dimension));
    case 'member':
      return id !== undefined && isId(id) && dimension === undefined;
    case 'label':
      return id !== undefined && /^[a-zA-Z0-9]{1,36}$/.test(id) && dimension === undefined;
    default:
      return false;
  }
}
