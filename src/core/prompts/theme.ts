import type { Paint } from '../../output/colour.ts';

/** Theme of prompts in this program's palette; plain text without colour. */
export function promptTheme(paint: Paint) {
  const plain = (text: string) => text;
  const hint = (text: string) => paint('hint', text);
  return {
    prefix: { idle: hint('?'), done: paint('good', '✔') },
    spinner: { interval: 80, frames: ['…'] },
    icon: { cursor: '❯', checked: paint('good', '◉'), unchecked: '◯', disabledUnchecked: '-' },
    style: {
      message: (text: string) => paint('key', text),
      answer: hint,
      searchTerm: plain,
      highlight: hint,
      description: plain,
      disabled: plain,
      help: plain,
      maskedText: '[hidden]',
      defaultAnswer: (text: string) => `(${text})`,
      error: (text: string) => `${paint('error', '!')} ${text}`,
      keysHelpTip: (keys: [key: string, action: string][]) =>
        keys.map(([key, action]) => `${key} ${action}`).join(', '),
    },
  };
}
