import { setFlagsFromString } from 'node:v8';

let ownsProcess = true;

/** Makes `keepYoungGenerationSmall` do nothing: the process belongs to a program that uses the library. */
export function leaveYoungGenerationAlone(): void {
  ownsProcess = false;
}

/**
 * Keeps V8 from growing its young generation to 32 MiB under load. That makes neither thousands of small requests nor
 * large files faster.
 */
export function keepYoungGenerationSmall(): void {
  if (ownsProcess) setFlagsFromString('--semi-space-growth-factor=1');
}
