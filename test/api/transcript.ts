/**
 * Reads the transcripts in requests/: what each command line sends. Those of a newer version than the oldest lie in a
 * folder of its name, and show what is new or different in it. Blocks are separated by empty lines, and lines that
 * begin with # are remarks. A block reads
 *
 *     storage create-file images \        the words behind `appwrite-cli`; ' quotes, \ goes on in the next line
 *         --file 'my photo.png'
 *     POST /storage/buckets/images/files  method and path, as sent
 *     ? width=100                         a pair of the query, before it is encoded
 *     + fileId=<20 hex digits>            a field of the form; this one is made by the client
 *     + file=@my photo.png                the file of the form, last
 *     {"name": "Shop",                    the JSON body, over one line or several
 *      "enabled": true}
 */
export interface Exchange {
  /** The command line as written, on one line. */
  readonly line: string;
  readonly argv: readonly string[];
  readonly sends: string;
  readonly query: readonly string[];
  readonly form: readonly string[];
  /** JSON text, or empty without a body. */
  readonly json: string;
}

export function readTranscript(text: string): Exchange[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .join('\n')
    .trim()
    .split(/\n{2,}/)
    .map(readExchange);
}

function readExchange(block: string): Exchange {
  const [line = '', sends = '', ...rest] = block.replace(/ \\\n +/g, ' ').split('\n');
  const marked = (mark: string) => rest.filter((row) => row.startsWith(mark)).map((row) => row.slice(2));
  const query = marked('? ');
  const form = marked('+ ');
  return {
    line,
    argv: splitWords(line),
    sends,
    query,
    form,
    json: rest.slice(query.length + form.length).join(''),
  };
}

/** Splits a line into words; single quotes group. */
export function splitWords(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** Parses JSON text with numbers as their digits, so that 9007199254740993 differs from 9007199254740992. */
export function exactJson(json: string): unknown {
  const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  return JSON.parse(json.replace(token, (found) => (found.startsWith('"') ? found : `"number ${found}"`)));
}
