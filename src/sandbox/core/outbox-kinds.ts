/** Reasons to send something, in the words of the outbox. In a file of its own: the spec of `sandbox outbox` loads it. */
export const outboxKinds = [
  'verification',
  'recovery',
  'magic-url',
  'otp',
  'phone-verification',
  'mfa-challenge',
  'invitation',
  'message',
  'smtp-test',
] as const;
export type OutboxKind = (typeof outboxKinds)[number];

/** Older entries are dropped. */
export const maxOutboxEntries = 1000;
