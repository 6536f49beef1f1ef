/** Words for people that differ between a restore of a backup and a copy of a project. */
export interface Wording {
  /** The snapshot, after `as in`. */
  readonly source: string;
  /** Begins a line about things that the snapshot does not have. */
  readonly missing: string;
  /** Begins the list of parts. */
  readonly toDo: string;
  /** Question without a question mark. */
  readonly question: string;
  /** Question about a project with items, after these. */
  readonly questionIfOccupied: string;
  /** For a line without a terminal to ask on; the ID of the project follows. */
  readonly effect: string;
  readonly resumed: string;
  /** Way to make a schema fit that would lose something. @param projectFolder of the snapshot */
  adviceOnSchema(projectFolder: string): string;
}

/** For a backup that `--scrub` made. */
export const scrubbedNote =
  'Personal values were replaced when this backup was made (--scrub), and its users have no passwords.';

export const restoreWording: Wording = {
  source: 'the backup',
  missing: 'Not in the backup',
  toDo: 'To restore',
  question: 'Restore this',
  questionIfOccupied: 'Restore what is missing, and report what differs',
  effect: 'restoring into',
  resumed: 'Continuing an earlier restore of the same backup.',
  adviceOnSchema: (projectFolder) =>
    `--except leaves collections and the like out; or change the schema first, with ${projectFolder}/appwrite.json as a project file`,
};

export const copyWording: Wording = {
  source: 'the source',
  missing: 'Not copied',
  toDo: 'To copy',
  question: 'Copy this',
  questionIfOccupied: 'Copy what is missing, and report what differs',
  effect: 'copying into',
  resumed: 'Continuing an earlier copy.',
  adviceOnSchema: () =>
    '--except leaves collections and the like out; or change the schema first, by appwrite-cli pull from the source and appwrite-cli push',
};
