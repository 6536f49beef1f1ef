import { describe, expect, it } from 'vitest';
import { messaging } from '../../src/api/messaging.ts';
import { operationOf } from '../../src/api/schema.ts';
import { users } from '../../src/api/users.ts';
import { runLine } from '../kit/in-process.ts';

const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p' };

describe('attributes that lists are filtered by, where the published ones are wrong', () => {
  it.each([
    [users, 'list-targets', ['userId', 'providerId', 'identifier', 'providerType']],
    [messaging, 'list-targets', ['userId', 'providerId', 'identifier', 'providerType']],
    [messaging, 'list-subscribers', ['targetId', 'topicId', 'userId', 'providerType']],
  ])('are those of servers, case %#', async (group, command, attributes) => {
    const { params } = operationOf(group, command);
    expect(params.find(({ name }) => name === 'queries')?.filterable).toEqual(attributes);
    const list = [group.name, command, 'id', '--dry-run', '--where'];
    expect(await runLine([...list, `${attributes[0]} = a`], { env })).toMatchObject({ code: 0 });
    expect(await runLine([...list, 'name = a'], { env })).toMatchObject({ code: 2 });
  });
});
