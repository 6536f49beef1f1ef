/**
 * The thread that edits one picture: it can be ended if that takes too much memory or time. It must not import anything
 * that the bundle puts into `main`, which would start the program again.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type EditJob, edit } from './image.ts';

void edit(...(workerData as EditJob)).then((outcome) => parentPort?.postMessage(outcome));
