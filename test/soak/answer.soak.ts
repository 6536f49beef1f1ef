import { it } from 'vitest';
import { expectWhole } from '../contract/huge-answer.ts';

it('writes an answer of 100 MB whole as JSON', () => expectWhole('json', 100));
