/** From objects of a server's answers to resources. */
import { CliError, ExitCode } from '../../errors.ts';
import { items, kindOf, members } from '../../lib/json/slices.ts';
import type { Status } from '../../schema/attribute.ts';
import { AnswerValues, readEntry } from '../model/entry.ts';
import type { Kind, KindName } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import { isChildSide, keyOf, type LiveResource, type ResourceKey } from '../model/state.ts';
import { textMember } from './pages.ts';

type Answer = ReadonlyMap<string, string>;

/** Attributes are many. Of most, the fields hold everything that an update or a file needs. */
const noAnswer: Answer = new Map();

/** Kinds of attributes with numbers or lists, which a file gets as the server writes them. */
const variantsWithAnswer: readonly string[] = ['integer', 'double', 'enum'];

/** Of a variant that this program does not know, the answer is all there is. */
const needsAnswer = (kind: KindName, variant = '') =>
  kind !== 'attribute' ||
  variantsWithAnswer.includes(variant) ||
  !Object.hasOwn(kindNamed(kind).variants, variant);

/** Collects resources. Containers have to be added before their contents. */
export class LiveResources {
  readonly all = new Map<ResourceKey, LiveResource>();
  /** Remarks for the user. */
  readonly notes: string[] = [];

  /**
   * Adds a resource.
   * @param answer members of its answer
   * @param parent path of the resource that contains it
   * @returns undefined if no entry of a file can mean it, so that it is left alone
   * @throws CliError exit 1 if the answer is not that of such a resource
   */
  add(kindName: KindName, answer: Answer, parent: readonly string[] = []): LiveResource | undefined {
    const kind = kindNamed(kindName);
    const values = new AnswerValues(answer);
    const { identity, variant, fields, problems } = readEntry(kind, values, 'answer');
    const path = kind.parent === 'database' ? identity : [...parent, ...identity];
    const isIncomplete = problems.some((problem) => problem.kind === 'missing-identity');
    if (isIncomplete && !isNamedFreely(kind))
      throw wrongAnswer(`a ${kindName}`, `it has no ${kind.identity.flat().join(' or ')}`);
    if (isNamedFreely(kind) && (isIncomplete || this.all.has(keyOf({ kind: kindName, path })))) {
      const reason = isIncomplete ? 'it has no name of its own' : 'another one has the same name';
      const name = keyOf({ kind: kindName, path: [...path, `(${textMember(answer, '$id')})`] });
      this.notes.push(`${name} is left unchanged: ${reason}`);
      return undefined;
    }
    const wrong = problems.find((problem) => problem.kind === 'wrong-type');
    if (wrong?.kind === 'wrong-type')
      throw wrongAnswer(keyOf({ kind: kindName, path }), `"${wrong.member}" is not ${wrong.expected}`);
    const resource: LiveResource = {
      kind: kindName,
      path,
      serverId: (kind.serverIdParam && textMember(answer, '$id')) ?? path.at(-1) ?? '',
      variant,
      isChildSide: isChildSide(values),
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
}

/** True for a kind whose names, hostnames or keys need not be unique, and may be empty: the server tells them by its IDs. */
const isNamedFreely = ({ serverIdParam, parent }: Kind) =>
  serverIdParam !== undefined && parent === undefined;

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
function listMember(answer: Answer, name: string): string[] {
  const json = answer.get(name);
  if (json === undefined || kindOf(json) !== 'array') throw wrongAnswer(`"${name}"`, 'it is not a list');
  return [...items(json)];
}

const wrongAnswer = (what: string, problem: string) =>
  new CliError(ExitCode.failure, `the server sent an invalid answer about ${what}: ${problem}`, {
    hint: 'appwrite-cli doctor checks the address and the version of the server',
  });
