/** Two groups of one operation each. */

import { consoleSummaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { get, group, ofConsole, ofProject, post, section } from '../vocabulary.ts';

export const consoleServer = group(
  'console',
  consoleSummaries.console,
  {},

  section(
    'Server',
    { scope: 'projects.read', ...ofConsole },
    {
      variables: get(
        '/console/variables',
        'Show the limits and features of the server',
        {},
        'consoleVariables',
      ),
    },
  ),
);

export const assistant = group(
  'assistant',
  consoleSummaries.assistant,
  {},

  section(
    'Assistant',
    { scope: 'assistant.read', ...ofProject },
    {
      chat: post(
        '/console/assistant',
        'Ask the assistant of the console a question',
        { prompt: string('Question to ask').required },
        null,
        { status: 200, limit: [15, 3600], answersText: true },
      ),
    },
  ),
);
