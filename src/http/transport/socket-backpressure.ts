import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * Holds back what arrives on a socket. Undici 7 can pause its parser instead, but a server that closes the connection
 * meanwhile then brings down the whole process (nodejs/undici#5360, mended in 8, which needs Node 22). While the valve
 * is closed the socket seems empty; its own buffer fills, and the network's flow control does the rest.
 */
export class SocketBackpressure {
  readonly #socket: Socket;
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.read = () => null;
  }

  open(): void {
    if (!this.#isClosed) return;
    this.#isClosed = false;
    // What hides is the method of this one socket; the one that all sockets have shows again.
    delete (this.#socket as Partial<Socket>).read;
    this.#socket.emit('readable');
  }
}

/** Who wants to know the socket of the request that is just being written. */
let waiting: ((valve: SocketBackpressure) => void) | undefined;
let isSubscribed = false;

/**
 * Tells the valve of the socket that a request goes out on. To be called when undici announces the start of the
 * request: it then names the socket before anything else happens.
 */
export function onValve(tell: (valve: SocketBackpressure) => void): void {
  if (!isSubscribed) subscribe('undici:client:sendHeaders', announce);
  isSubscribed = true;
  waiting = tell;
}

function announce(message: unknown): void {
  waiting?.(new SocketBackpressure((message as { readonly socket: Socket }).socket));
  waiting = undefined;
}
