/** Checks permissions, roles, and the settings of functions. */
import { isCron, isEvent, maxTimeoutSeconds } from '../../schema/function-rules.ts';
import { isRole, maxPermissions, permissionForm } from '../../schema/permission-rules.ts';
import type { KindName } from '../model/kind.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import type { DesiredProject, DesiredResource } from '../model/state.ts';
import { quoted, type Report } from './report.ts';

export function checkSettings(desired: DesiredProject, report: Report): void {
  for (const resource of desired.resources.values()) {
    for (const [name, field] of Object.entries(fieldsOf(kindNamed(resource.kind), resource.variant)))
      if (field.type === 'permissions') checkPermissions(resource, name, report);
    for (const name of fieldsOfRoles[resource.kind] ?? []) checkRoles(resource, name, report);
    checkEvents(resource, report);
    if (resource.kind === 'function') checkFunction(desired, resource, report);
  }
}

const fieldsOfRoles: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  function: ['execute'],
  topic: ['subscribe'],
};

const texts = ({ fields }: DesiredResource, name: string): readonly string[] => {
  const value = fields.get(name)?.value;
  return Array.isArray(value) ? value : [];
};

function checkPermissions(resource: DesiredResource, name: string, report: Report): void {
  const permissions = texts(resource, name);
  if (permissions.length > maxPermissions)
    report.refuse(
      resource,
      name,
      `it can have at most ${maxPermissions} permissions, not ${permissions.length}`,
    );
  for (const permission of permissions) {
    const [, , role] = permissionForm.exec(permission) ?? [];
    if (role === undefined || !isRole(role))
      report.refuse(
        resource,
        name,
        `${quoted(permission)} is not a permission; write it as read("any") or update("user:ID")`,
      );
  }
}

function checkRoles(resource: DesiredResource, name: string, report: Report): void {
  for (const role of texts(resource, name))
    if (!isRole(role))
      report.refuse(
        resource,
        name,
        `${quoted(role)} in "${name}" is not a role such as any, users or team:ID`,
      );
}

function checkEvents(resource: DesiredResource, report: Report): void {
  for (const event of texts(resource, 'events'))
    if (!isEvent(event))
      report.refuse(resource, 'events', `${quoted(event)} is not an event such as users.*.create`);
}

function checkFunction(desired: DesiredProject, resource: DesiredResource, report: Report): void {
  const value = (name: string) => resource.fields.get(name)?.value;
  const schedule = value('schedule');
  if (typeof schedule === 'string' && schedule !== '' && !isCron(schedule))
    report.refuse(resource, 'schedule', '"schedule" must be a cron expression of five fields');
  const timeout = value('timeout');
  if (typeof timeout === 'bigint' && (timeout < 1 || timeout > maxTimeoutSeconds))
    report.refuse(resource, 'timeout', `"timeout" must be 1 to ${maxTimeoutSeconds} seconds, not ${timeout}`);
  if (desired.code.has(resource.path[0]!) && value('entrypoint') === '')
    report.warn(resource, 'entrypoint', 'its code can\'t be deployed without an "entrypoint"');
}
