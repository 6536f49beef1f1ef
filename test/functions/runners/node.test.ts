import { passesProbes } from './pass-probes.ts';

passesProbes('node-20.0', 'main.js');
