import type { OpenTransport } from '../../src/transport.ts';

/** Fails a test that is not meant to open a connection. */
export const noTransport: OpenTransport = async ({ endpoint }) => {
  throw new Error(`this test opens no connection, and something asked for one to ${endpoint}`);
};
