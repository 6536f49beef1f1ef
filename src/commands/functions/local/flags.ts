import type { FlagSet } from '../../../core/flags.ts';
import { fileFlags } from '../../project-file/flags.ts';

/** Flags of `functions run` and `functions trigger` that decide how a function's process starts. */
export const processFlags = {
  envFile: {
    flag: '--env-file',
    arity: 'value',
    placeholder: 'PATH',
    help: 'File of variables, instead of the .env in the folder of each function',
  },
  withVariables: {
    flag: '--with-variables',
    arity: 'none',
    help: 'Read variables from the server as well, into memory only; the project file and .env replace them',
  },
  as: {
    flag: '--as',
    arity: 'value',
    placeholder: 'USER',
    help: 'ID of the user that calls come from: their ID and a JWT are among the headers',
  },
  live: {
    flag: '--live',
    arity: 'none',
    help: 'Let --set and --as use the project of the profile, instead of a sandbox',
  },
  set: {
    flag: '--set',
    arity: 'repeatable',
    placeholder: 'NAME=WHAT',
    help: 'Give the function a variable with the endpoint, the project or a key of the server that it talks to: ENDPOINT=endpoint, PROJECT=project, API_KEY=key; repeatable',
  },
  protocol: {
    flag: '--protocol',
    arity: 'value',
    choices: ['v3', 'v4'],
    placeholder: 'VERSION',
    help: 'Protocol of the server: v3, the default, of Appwrite 1.5, or v4 of 1.6 and later',
  },
  interpreter: {
    flag: '--interpreter',
    arity: 'value',
    placeholder: 'PATH',
    help: 'Program that runs the code, instead of the one on PATH',
  },
  docker: {
    flag: '--docker',
    arity: 'none',
    help: 'Run the code in the official image of its runtime, where docker is',
  },
  inspect: {
    flag: '--inspect',
    arity: 'none',
    help: 'Let a debugger attach, and lift the time limit',
  },
  noBuild: { flag: '--no-build', arity: 'none', help: 'Do not run the build commands' },
  timeout: {
    flag: '--timeout',
    arity: 'value',
    placeholder: 'DURATION',
    help: 'Time limit of a call, instead of that of the project file; 0 for none',
  },
} as const satisfies FlagSet;

export const localFlags = { ...processFlags, ...fileFlags } as const satisfies FlagSet;

export const runFlags = {
  port: {
    flag: '--port',
    arity: 'value',
    placeholder: 'N',
    help: 'Port to listen on, instead of the first free one from 3000',
  },
  noWatch: {
    flag: '--no-watch',
    arity: 'none',
    help: 'Do not take over changes of the code and of the project file',
  },
  ...localFlags,
} as const satisfies FlagSet;

export const triggerFlags = {
  http: {
    flag: '--http',
    arity: 'value',
    placeholder: 'PATH',
    help: 'Call it by a request to this path, with its query; the default, to /',
  },
  method: {
    flag: '--method',
    arity: 'value',
    placeholder: 'METHOD',
    choices: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'],
    help: 'Method of the request: GET, or POST with a body',
  },
  headers: {
    flag: '--headers',
    arity: 'keyValue',
    placeholder: 'JSON|KEY=VALUE…',
    help: 'Headers of the request',
  },
  body: { flag: '--body', arity: 'value', placeholder: 'TEXT|@FILE', help: 'Body of the request' },
  event: {
    flag: '--event',
    arity: 'value',
    placeholder: 'NAME',
    completes: 'event',
    help: 'Call it by an event that it listens to, such as users.ada.create',
  },
  payload: {
    flag: '--payload',
    arity: 'keyValue',
    placeholder: 'JSON|@FILE|KEY=VALUE…',
    help: 'Object that the event is about',
  },
  fromServer: {
    flag: '--from-server',
    arity: 'none',
    help: 'Read the object that the event is about from the project in use',
  },
  schedule: { flag: '--schedule', arity: 'none', help: 'Call it by its schedule' },
  ...localFlags,
} as const satisfies FlagSet;
