import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { isId } from '../../core/ids.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Channel } from '../../core/records/messaging.ts';
import { filesOf, type StoredFile } from '../../core/records/storage.ts';
import { targets } from '../../core/records/users.ts';
import { requireBucket } from '../storage/buckets.ts';

/** Members of a message's data by channel, in the server's order, named like the parameters. */
const contents: Readonly<Record<Channel, readonly string[]>> = {
  email: ['subject', 'content', 'html', 'cc', 'bcc', 'attachments'],
  sms: ['content'],
  push: ['title', 'body', 'data', 'action', 'image', 'icon', 'sound', 'color', 'tag', 'badge'],
};

/** Defaults of a mail. Other channels omit missing members. */
const mailDefaults: JsonObject = { html: false, cc: [], bcc: [], attachments: [] };
const pushedImages: readonly string[] = ['image/png', 'image/jpeg', 'image/bmp'];

/**
 * Returns the data of a message.
 * @param previous data before the change; undefined for a new message
 * @throws ApiError 400 general_argument_invalid, storage_file_type_unsupported; 404 storage_bucket_not_found,
 * storage_file_not_found
 */
export function messageData(call: Call, channel: Channel, previous?: JsonObject): JsonObject {
  const sent = contents[channel].flatMap((name): [string, Json][] => {
    const value = call.params.get(name) ?? '';
    if (value === '') return [];
    if (name === 'attachments') {
      const files = call.params.strings(name).map((compound) => fileId(findFile(call, name, compound)));
      return [[name, files]];
    }
    return [[name, name === 'image' ? pushedImage(call, `${value}`) : value]];
  });
  if (previous) return { ...previous, ...Object.fromEntries(sent) };
  const given: JsonObject = { ...(channel === 'email' && mailDefaults), ...Object.fromEntries(sent) };
  return Object.fromEntries(
    contents[channel].flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
}

const fileId = ({ bucketId, $id }: StoredFile): JsonObject => ({ bucketId, fileId: $id });

function pushedImage(call: Call, compound: string): JsonObject {
  const file = findFile(call, 'image', compound);
  if (!pushedImages.includes(file.mimeType)) {
    throw new ApiError(
      400,
      'storage_file_type_unsupported',
      `A message can show ${pushedImages.join(', ')}, not ${file.mimeType}.`,
    );
  }
  return fileId(file);
}

/**
 * @param compound `bucketId:fileId`
 * @throws ApiError 404 storage_bucket_not_found, storage_file_not_found
 */
function findFile(call: Call, param: string, compound: string): StoredFile {
  const ids = compound.split(':');
  const [bucketId, id] = ids;
  if (ids.length !== 2 || bucketId === undefined || id === undefined || !ids.every(isId)) {
    throw invalidArgument(param, `${compound} is not a file; write it as bucketId:fileId.`);
  }
  requireBucket(call, bucketId);
  const file = filesOf(call, bucketId).get(id);
  if (!file) throw new ApiError(404, 'storage_file_not_found', `There is no file ${compound}.`);
  return file;
}

/**
 * Refuses targets that do not exist or belong to another channel.
 * @param ids of the recipients, and for a mail of those that get copies
 * @throws ApiError 400 message_target_not_email, message_target_not_sms, message_target_not_push
 */
export function checkTargets({ store }: Call, channel: Channel, ids: readonly string[]): void {
  const odd = ids.find((id) => targets(store).get(id)?.providerType !== channel);
  if (odd === undefined) return;
  throw new ApiError(
    400,
    `message_target_not_${channel}`,
    `There is no ${channel} target with the ID ${odd}.`,
  );
}
