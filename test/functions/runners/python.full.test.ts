import { missing } from '../../kit/languages.ts';
import { passesProbes } from './pass-probes.ts';

passesProbes('python-3.11', 'main.py', missing('python3'));
