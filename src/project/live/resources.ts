/** From objects of a server's answers to resources. */
import { CliError, ExitCode } from '../../errors.ts';
import { items, kindOf, members } from '../../lib/json/slices.ts';
import type { Status } from '../../schema/attribute.ts';
import { readEntry } from '../model/entry.ts';
import type { Kind, KindName } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import { isChildSide, keyOf, type LiveResource, type ResourceKey } from '../model/state.ts';
import { textMember } from './pages.ts';

type Answer = ReadonlyMap<string, string>;

/** Attributes are many. Of most, the fields hold everything that an update or a file needs. */
const noAnswer: Answer = new Map();

/** Kinds of attributes with numbers or lists, which a file gets as the server writes them. */
const variantsWithAnswer: readonly string[] = ['integer', 'double', 'enum'];

const needsAnswer = (kind: KindName, variant: string | undefined) =>
  kind !== 'attribute' || variantsWithAnswer.includes(variant ?? '');

/** Collects resources. Containers have to be added before their contents. */
export class LiveResources {
  readonly all = new Map<ResourceKey, LiveResource>();
  /** Remarks for the user. */
  readonly notes: string[] = [];

  /**
   * Adds a resource.
   * @param answer members of its answer
   * @param parent path of the resource that contains it
   * @throws CliError exit 1 if the answer is not that of such a resource
   */
  add(kindName: KindName, answer: Answer, parent: readonly string[] = []): LiveResource {
    const kind = kindNamed(kindName);
    const { reading, path } = this.#identified(kind, answer, parent);
    const { variant, fields, problems } = reading;
    const wrong = problems.find((problem) => problem.kind === 'wrong-type');
    if (wrong?.kind === 'wrong-type')
      throw wrongAnswer(keyOf({ kind: kindName, path }), `"${wrong.member}" is not ${wrong.expected}`);
    const resource: LiveResource = {
      kind: kindName,
      path,
      serverId: (kind.serverIdParam && textMember(answer, '$id')) ?? path.at(-1) ?? '',
      variant,
      isChildSide: isChildSide(answer),
      fields: new Map([...fields].map(([name, { value }]) => [name, value])),
      answer: needsAnswer(kindName, variant) ? answer : noAnswer,
      updatedAt: textMember(answer, '$updatedAt'),
      ...(kind.asynchronous && statusOf(answer)),
    };
    this.all.set(keyOf(resource), resource);
    return resource;
  }

  /** Adds the items of a member of an answer. @throws CliError exit 1 if it is no list, or as {@link add} */
  addAll(kind: KindName, container: Answer, member: string, parent: readonly string[] = []): void {
    for (const item of listMember(container, member)) this.add(kind, members(item), parent);
  }

  /**
   * Names, hostnames and keys need not be unique, and may be empty. Such a resource gets its ID into the path, so that no
   * entry of a file can mean it.
   */
  #identified(kind: Kind, answer: Answer, parent: readonly string[]) {
    const reading = readEntry(kind, answer, 'answer');
    const own = kind.parent === 'database' ? reading.identity : [...parent, ...reading.identity];
    const isIncomplete = reading.problems.some((problem) => problem.kind === 'missing-identity');
    if (!isIncomplete && !this.all.has(keyOf({ kind: kind.name, path: own }))) return { reading, path: own };
    const id = textMember(answer, '$id');
    if (kind.serverIdParam === undefined || id === undefined || kind.parent !== undefined) {
      if (isIncomplete) throw wrongAnswer(`a ${kind.name}`, `it has no ${kind.identity.flat().join(' or ')}`);
      return { reading, path: own };
    }
    const path = isIncomplete ? [...own, `(${id})`] : [...own.slice(0, -1), `${own.at(-1)} (${id})`];
    const reason = isIncomplete ? 'nothing but its ID names it' : `another one is named ${own.join('/')}`;
    this.notes.push(`the ${kind.name} ${path.join('/')} is left alone: ${reason}`);
    return { reading, path };
  }
}

const statuses: readonly string[] = [
  'processing',
  'available',
  'deleting',
  'stuck',
  'failed',
] satisfies Status[];

function statusOf(answer: Answer): Pick<LiveResource, 'status' | 'error'> {
  const [status, error] = [textMember(answer, 'status'), textMember(answer, 'error')];
  return {
    ...(status !== undefined && statuses.includes(status) && { status: status as Status }),
    ...(error !== undefined && { error }),
  };
}

/** Returns the items of a member of an answer. @throws CliError exit 1 if it is no list */
export function listMember(answer: Answer, name: string): string[] {
  const json = answer.get(name);
  if (json === undefined || kindOf(json) !== 'array')
    throw wrongAnswer('what it has', `"${name}" is no list`);
  return [...items(json)];
}

const wrongAnswer = (what: string, problem: string) =>
  new CliError(ExitCode.failure, `the server's answer about ${what} can't be right: ${problem}`, {
    hint: 'appwrite-cli doctor checks the address and the version of the server',
  });
