/**
 * A plan: everything that a push would do, in order. Its JSON form is the saved plan, which another machine can apply
 * without the project file. It holds no secret: values of secret fields are references.
 */
import type { ApiVersion } from '../../api/versions.ts';
import type { CountQuestion, DocumentCount, NotCompared } from '../diff/difference.ts';
import type { OperationRef, Phase, Selector } from '../model/kind.ts';
import type { ResourceKey, ResourceRef, SecretReference } from '../model/state.ts';
import type { ExactValue, FieldValue } from '../model/value.ts';

/** Version of the JSON form. A plan of another one is refused. */
export const planFormat = 1;

/**
 * create `+` · change `~` in place · move `±`: the values would have to be moved to a new attribute · delete `-` ·
 * rebuild `↻`: an index is deleted and created · deploy `▲`: new code.
 */
export type PlanOp = 'create' | 'change' | 'move' | 'delete' | 'rebuild' | 'deploy';

export const planSymbols: Readonly<Record<PlanOp, string>> = {
  create: '+',
  change: '~',
  move: '±',
  delete: '-',
  rebuild: '↻',
  deploy: '▲',
};

/** downtime: values or an index are missing for a while · data-loss: contents are gone, or documents are locked. */
export type Risk = 'none' | 'rebuild' | 'downtime' | 'data-loss';

/** A change of a field as it is shown and saved. */
export type PlannedChange =
  | { readonly field: string; readonly from: FieldValue; readonly to: FieldValue }
  /** Shown by its name and that it changed. */
  | { readonly field: string; readonly secret: SecretReference };

/** A request of the catalogue. Parameters with a reference get the value when the plan is applied. */
export interface PlannedRequest {
  readonly operation: OperationRef;
  readonly params: Readonly<Record<string, ExactValue | SecretParam>>;
}

export interface SecretParam {
  readonly secret: SecretReference;
}

export const isSecretParam = (value: ExactValue | SecretParam): value is SecretParam =>
  typeof value === 'object' && value !== null && 'secret' in value;

/** Code to be packed, uploaded and built. */
export interface PlannedDeployment {
  readonly functionId: string;
  /** Relative to the folder of the project file, with slashes. */
  readonly folder: string;
  readonly ignore: readonly string[];
  readonly entrypoint: string;
  readonly commands: string;
  /** Hash of the packed files. A plan with other files is stale. */
  readonly contentSha256: string;
  /** Files that differ from the active deployment; undefined if there is none. */
  readonly changedFiles: readonly string[] | undefined;
}

/** When the code of functions is deployed. */
export type CodePolicy = 'always' | 'changed' | 'never';

/** Step of an action. After each one on an asynchronous kind, the server is waited for. */
export type PlanStep =
  | { readonly step: 'request'; readonly request: PlannedRequest }
  | { readonly step: 'deploy'; readonly deployment: PlannedDeployment }
  /** Builds the code of a deployment again, with changed settings. */
  | { readonly step: 'build'; readonly functionId: string; readonly deploymentId: string };

export interface Action {
  /** Unique in the plan, and the same whenever the same plan is made: `create attribute main/posts/title`. */
  readonly id: string;
  readonly phase: Phase;
  readonly op: PlanOp;
  readonly resource: ResourceRef;
  /** The path of the resource as one text, for programs that read the plan: `main/posts/title`. */
  readonly path: string;
  readonly changes: readonly PlannedChange[];
  /** Facts for the reader, such as the reason of a move or the number of attributes that come with a collection. */
  readonly remarks: readonly string[];
  readonly risk: Risk;
  /** Documents that lose values or are locked. Set with the risk `data-loss`, if documents are what is at risk. */
  readonly documents?: DocumentCount;
  /**
   * Questions whose answers decided about the risk. Before a saved plan is applied they are asked again: what was nothing
   * may have become something.
   */
  readonly questions?: readonly CountQuestion[];
  /**
   * Reason why a push refuses the plan with this action; undefined if it may run. Consent in flags has been taken into
   * account.
   */
  readonly blockedBy?: Blocker;
  /** IDs of actions that have to be done before. */
  readonly after: readonly string[];
  /** Empty for an action that is blocked without a way to do it. */
  readonly steps: readonly PlanStep[];
}

/** data-loss: needs `--allow-data-loss` · move: this version can't move values · protected: the file forbids it. */
export type Blocker = 'data-loss' | 'move' | 'protected';

/** Resource that the file does not mention and that stays as it is. */
export interface Kept extends ResourceRef {}

export interface PlanTarget {
  readonly endpoint: string;
  readonly projectId: string;
  readonly apiVersion: ApiVersion;
  readonly serverVersion: string | undefined;
  /** Name given with `--env`. */
  readonly environment: string | undefined;
  /** Origin of the endpoint and the project, for the first line of the plan: `--env staging`. */
  readonly why: string;
}

/**
 * State of a resource on which the plan rests, in normal form and without secrets; null if it did not exist. A push
 * compares it with the server: what differs makes the plan stale, and is reported field by field.
 */
export type RemoteState = {
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Set if the resource has secret fields: a change of a secret shows here only. */
  readonly updatedAt?: string;
} | null;

export interface PlanSummary {
  readonly create: number;
  readonly change: number;
  readonly move: number;
  readonly delete: number;
  readonly rebuild: number;
  readonly deploy: number;
  /** Paths of all actions with the risk `data-loss`. */
  readonly dataLoss: readonly string[];
  readonly kept: number;
  readonly notCompared: readonly Selector[];
}

export interface Plan {
  readonly format: typeof planFormat;
  /** Version of this program. */
  readonly cli: string;
  /** ISO 8601. The only part that differs between two plans of the same file and project. */
  readonly createdAt: string;
  readonly target: PlanTarget;
  readonly file: { readonly path: string; readonly sha256: string };
  readonly summary: PlanSummary;
  /** In the order in which they run. */
  readonly actions: readonly Action[];
  readonly kept: readonly Kept[];
  readonly notCompared: readonly NotCompared[];
  /** Remarks about file and server as a whole. One line each. */
  readonly notes: readonly string[];
  /** State of every resource that an action touches or has as its container. */
  readonly remote: Readonly<Record<ResourceKey, RemoteState>>;
  /** Result of {@link fingerprint}. */
  readonly fingerprint: string;
}
