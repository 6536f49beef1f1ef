import { missing } from '../../kit/languages.ts';
import { passesProbes } from './pass-probes.ts';

passesProbes('deno-2.0', 'main.ts', missing('deno'));
