import { missing } from '../../kit/languages.ts';
import { passesProbes } from './pass-probes.ts';

passesProbes('php-8.2', 'main.php', missing('php'));
