import type { Method, Operation } from '../../../api/schema.ts';
import { percentDecoded } from '../../../lib/net/percent.ts';

/** The operation of a path, and the values of its placeholders. */
export interface Match {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}

interface Node {
  readonly words: Map<string, Node>;
  placeholder: Node | undefined;
  readonly operations: Map<Method, Operation>;
}

const node = (): Node => ({ words: new Map(), placeholder: undefined, operations: new Map() });

/** Finds operations by method and path. If a word and a placeholder both match, the word wins. */
export class Router {
  readonly #root = node();

  /** @throws Error if another operation has the same method and path */
  add(operation: Operation): void {
    let at = this.#root;
    for (const segment of segments(operation.path)) {
      if (segment.startsWith('{')) {
        at.placeholder ??= node();
        at = at.placeholder;
      } else {
        const next = at.words.get(segment) ?? node();
        at.words.set(segment, next);
        at = next;
      }
    }
    if (at.operations.has(operation.method))
      throw new Error(`two operations at ${operation.method} ${operation.path}`);
    at.operations.set(operation.method, operation);
  }

  /** @param path relative to the endpoint, still percent-encoded */
  find(method: string, path: string): Match | undefined {
    const given = segments(path).map((segment) => percentDecoded(segment) ?? segment);
    const operation = search(this.#root, given, 0, method as Method);
    if (!operation) return undefined;
    const values: [string, string][] = segments(operation.path).flatMap((segment, index) =>
      segment.startsWith('{') ? [[segment.slice(1, -1), given[index]!] as [string, string]] : [],
    );
    return { operation, path: Object.fromEntries(values) };
  }
}

function search(at: Node, given: readonly string[], index: number, method: Method): Operation | undefined {
  if (index === given.length) return at.operations.get(method);
  const word = at.words.get(given[index]!);
  return (
    (word && search(word, given, index + 1, method)) ??
    (at.placeholder && search(at.placeholder, given, index + 1, method))
  );
}

const segments = (path: string) => path.replace(/^\/|\/$/g, '').split('/');
