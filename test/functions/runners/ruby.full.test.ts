import { missing } from '../../kit/languages.ts';
import { passesProbes } from './pass-probes.ts';

passesProbes('ruby-3.1', 'main.rb', missing('ruby'));
