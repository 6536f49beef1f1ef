/** Version of this program; a test compares it with package.json. */
export const version = '0.1.0';

/** Version of the Appwrite server whose behaviour the sandbox follows. */
export const sandboxVersion = '1.5.7';
