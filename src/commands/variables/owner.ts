/** Owner of variables: a function, a site, or the project, which has those of all of them. */
export interface VariableOwner {
  /** Group of the API. */
  readonly name: 'functions' | 'sites' | 'project';
  /** Argument for its ID; the project has none. */
  readonly id?: { readonly key: string; readonly name: string; readonly help: string };
  /** Noun for messages. */
  readonly noun: string;
  /** ID for the examples. */
  readonly example?: string;
  /** Credentials, for the last line of help. */
  readonly access: string;
}
