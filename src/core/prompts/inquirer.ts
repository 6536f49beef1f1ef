/** The prompts that are used, so that the bundle holds no others. */
export { checkbox, confirm, input, password, Separator, select } from '@inquirer/prompts';
