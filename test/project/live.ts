/** A live project from answers, for tests. */
import { members } from '../../src/lib/json/slices.ts';
import { AnswerValues, readEntry } from '../../src/project/model/entry.ts';
import type { KindName } from '../../src/project/model/kind.ts';
import { kindNamed } from '../../src/project/model/kinds.ts';
import { isChildSide, keyOf, type LiveProject, type LiveResource } from '../../src/project/model/state.ts';

/** @param answer JSON, or its value @param parent path of the container */
export function liveResource(
  kind: KindName,
  answer: string | object,
  parent: readonly string[] = [],
): LiveResource {
  const answered = members(typeof answer === 'string' ? answer : JSON.stringify(answer));
  const values = new AnswerValues(answered);
  const { identity, variant, fields } = readEntry(kindNamed(kind), values, 'answer');
  return {
    kind,
    path: [...parent, ...identity],
    serverId: identity.at(-1) ?? '',
    variant,
    isChildSide: isChildSide(values),
    fields: new Map([...fields].map(([name, { value }]) => [name, value])),
    answer: answered,
    updatedAt: undefined,
  };
}

export function liveProject(
  resources: readonly LiveResource[],
  facts: Partial<LiveProject> = {},
): LiveProject {
  return {
    projectId: 'shop',
    apiVersion: '1.5',
    serverVersion: '1.5.7',
    resources: new Map(resources.map((resource) => [keyOf(resource), resource])),
    code: new Map(),
    notCompared: new Map(),
    notComparedKinds: new Map(),
    notes: [],
    ...facts,
  };
}
