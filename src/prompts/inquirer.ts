/** The prompts that are used, so that the bundle holds no others. */
export { checkbox, confirm, input, password, select } from '@inquirer/prompts';
