/** Re-exports only the prompts in use, so that the bundle holds no others; loaded with the first question. */
export { checkbox, confirm, input, password, Separator, search, select } from '@inquirer/prompts';
