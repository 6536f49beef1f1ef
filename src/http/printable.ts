/** Characters that could drive a terminal or turn text around; line breaks and tabs are among them. */
const unsafe = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The text with each unsafe character written as an escape that can be seen: `\n`, `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/** The text in one line and at most `limit` characters long, unsafe characters and runs of white space as one space. */
export function excerpt(text: string, limit: number): string {
  const line = text.replace(unsafe, ' ').replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
}
