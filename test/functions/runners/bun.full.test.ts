import { missing } from '../../kit/languages.ts';
import { passesProbes } from './pass-probes.ts';

passesProbes('bun-1.0', 'main.ts', missing('bun'));
