/** Drafts of actions: what each difference asks for, before it is known how many documents are at risk. */
import type { Loss } from '../diff/loss.ts';
import type { Phase, Selector } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import type { FieldValues } from '../model/parameters.ts';
import type { Pattern } from '../model/selection.ts';
import type { DesiredCode, DesiredProject, LiveProject, ResourceRef } from '../model/state.ts';
import type { Action, CodePolicy, Plan, PlannedChange, PlanOp, PlanStep, PlanTarget } from './plan.ts';

/** The states that a plan rests on, and its limits. */
export interface PlanOptions {
  readonly target: PlanTarget;
  readonly desired: DesiredProject;
  readonly live: LiveProject;
  readonly file: { readonly path: string; readonly sha256: string };
  /** Kinds of which resources are deleted that the file does not mention, if it has a list of them. */
  readonly prune: 'none' | 'all' | readonly Selector[];
  /** Paths of resources whose contents may be lost. `all` does not cover moves, which have to be named. */
  readonly allowDataLoss: 'none' | 'all' | readonly string[];
  /** Resources that are never deleted or moved. */
  readonly protect: readonly Pattern[];
  /** Resources that the comparison leaves out: what contains one of them is not deleted either. */
  readonly leftOut: readonly Pattern[];
  readonly code: CodePolicy;
  /** Returns the folder of a function's code relative to that of the project, with slashes. */
  readonly folderOf: (code: DesiredCode) => string;
  /** Version of this program. */
  readonly cli: string;
  readonly now: Date;
}

/** An action before its risk is known. */
export interface Draft {
  readonly op: PlanOp;
  readonly phase: Phase;
  readonly resource: ResourceRef;
  readonly changes: readonly PlannedChange[];
  readonly remarks: readonly string[];
  readonly steps: readonly PlanStep[];
  /** True for the deletion of a relationship, which goes before other attributes. */
  readonly isRelationship?: boolean;
  /** Of something new: what it becomes. */
  readonly definition?: { readonly variant: string | undefined; readonly fields: FieldValues };
  /** Contents at risk. */
  readonly loss?: Loss | undefined;
  /** Resources that must exist, or have their new key, before. */
  readonly needs: readonly ResourceRef[];
  /** Resources beside its own on whose state it rests. */
  readonly touches?: readonly ResourceRef[];
  /** Of a move: why this server can't do it in place, and what could be done by hand. */
  readonly obstacle?: string;
  /** True if nothing can consent to it. */
  readonly isProtected?: boolean;
}

/** A draft that may run, or not. */
export type Decided = Draft & Pick<Action, 'risk' | 'documents' | 'questions' | 'blockedBy'>;

/** The result of drafting. */
export interface Drafting {
  readonly drafts: readonly Draft[];
  /** Resources that only the server has, and that stay. */
  readonly kept: readonly ResourceRef[];
  readonly notes: readonly string[];
  readonly notCompared: Plan['notCompared'];
  /** Reasons why there can be no plan: the file asks for something that no request does. One line each. */
  readonly problems: readonly string[];
}

/** Returns the phase of an action that is no deletion. */
export const phaseOf = ({
  kind,
  variant,
}: {
  readonly kind: ResourceRef['kind'];
  readonly variant: string | undefined;
}): Phase => (variant === 'relationship' ? 'relationships' : kindNamed(kind).phase);
