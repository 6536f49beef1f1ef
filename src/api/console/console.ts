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
      getResource: get(
        '/console/resources',
        'Check that a domain is free',
        {
          value: string('Domain to check').required,
          type: string('Kind of resource').oneOf(['rules']).required,
        },
        null,
        { status: 204, since: '1.7', scope: 'rules.read', limit: [120, 60] },
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
        "Ask the console's assistant a question",
        { prompt: string('Question to ask').required },
        null,
        { status: 200, limit: [15, 3600], answersText: true },
      ),
    },
  ),
);
