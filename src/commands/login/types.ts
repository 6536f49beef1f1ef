import type { ServerVersion } from '../../api/server-version.ts';
import type { ProjectAnswers } from '../../console/project.ts';
import type { Factor } from '../../console/requests.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';

export type LoginMethod = 'key' | 'password';

/** The flags and variables of a login, before anything is read from stdin or a file. */
export interface LoginFlags extends ProjectAnswers {
  /** Undefined if the flags fit both. */
  readonly method: LoginMethod | undefined;
  readonly email: string | undefined;
  readonly passwordStdin: boolean;
  readonly factor: Factor | undefined;
  readonly apiKeyStdin: boolean;
  readonly none: 'offered' | 'given';
}

export interface LoginAnswers extends LoginFlags {
  /** Undefined if the password is to be asked for. */
  readonly password: string | undefined;
  readonly otp: string | undefined;
}

/** A login in progress: the server that has answered, the flags, and the prompts for everything else. */
export interface LoginAttempt {
  readonly endpoint: string;
  /** Undefined if the server has reported none. */
  readonly server: ServerVersion | undefined;
  readonly answers: LoginAnswers;
  readonly ask: Questions;
  readonly services: Services;
}
