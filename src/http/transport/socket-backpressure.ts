import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * Back-pressure on a socket. Undici 7 can pause its parser instead, but if the server then closes the connection, the
 * process crashes (nodejs/undici#5360, fixed in 8, which needs Node 22). While paused, the socket seems empty to undici;
 * its buffer fills, and TCP flow control stops the server.
 */
export class SocketBackpressure {
  readonly #socket: Socket;
  #isPaused = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#socket.read = () => null;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    // Deletes the override, so that the method of the prototype is found again.
    delete (this.#socket as Partial<Socket>).read;
    this.#socket.emit('readable');
  }
}

/** Callback for the socket of the next request that undici writes. */
let pending: ((backpressure: SocketBackpressure) => void) | undefined;
let isSubscribed = false;

/**
 * Calls back with the socket of a request. To be called from `onRequestStart`: undici then publishes the socket on its
 * diagnostics channel before it starts another request.
 */
export function onNextSocket(callback: (backpressure: SocketBackpressure) => void): void {
  if (!isSubscribed) subscribe('undici:client:sendHeaders', onSendHeaders);
  isSubscribed = true;
  pending = callback;
}

function onSendHeaders(message: unknown): void {
  pending?.(new SocketBackpressure((message as { readonly socket: Socket }).socket));
  pending = undefined;
}
