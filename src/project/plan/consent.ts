/** Decides which drafts may run: what is at risk, how much of it, and if that has been agreed to. */
import { counted } from '../../lib/text/words.ts';
import type { DocumentCount, DocumentCounts } from '../diff/difference.ts';
import { documentsAtRisk, type Loss, shownCount } from '../diff/loss.ts';
import { kindNamed } from '../model/kinds.ts';
import { keyOf, type ResourceRef } from '../model/state.ts';
import type { Decided, Draft, PlanOptions } from './draft.ts';

/** The drafts with their risks, and the consent that applies to none of them. */
export interface Decisions {
  readonly decided: readonly Decided[];
  /** One line each. */
  readonly notes: readonly string[];
}

/** @param counts a question without an answer counts as unknown */
export function decide(
  drafts: readonly Draft[],
  counts: DocumentCounts,
  allowDataLoss: PlanOptions['allowDataLoss'],
): Decisions {
  const risky = drafts.filter((draft) => isAtRisk(draft, counts));
  const consent = new Consent(allowDataLoss, risky);
  return { decided: drafts.map((draft) => decideOne(draft, counts, consent)), notes: consent.notes };
}

/** Only documents can be ruled out by a count: for other contents, the server's count leaves out some that are lost too. */
const isAtRisk = ({ loss }: Draft, counts: DocumentCounts): boolean =>
  loss !== undefined && !(countsDocuments(loss) && isNothing(documentsAtRisk(loss, counts)));

const countsDocuments = ({ contents }: Loss) => contents === 'documents' || contents === 'values';

const isNothing = (count: DocumentCount) => count.kind === 'exactly' && count.documents === 0;

/** Contents that an action puts at risk. */
interface AtRisk {
  readonly loss: Loss;
  /** Undefined if the contents are not documents. */
  readonly documents: DocumentCount | undefined;
}

function decideOne(draft: Draft, counts: DocumentCounts, consent: Consent): Decided {
  const { loss, op, resource } = draft;
  const atStake =
    loss && countsDocuments(loss)
      ? { documents: documentsAtRisk(loss, counts), questions: loss.questions }
      : undefined;
  const atRisk = loss && isAtRisk(draft, counts) ? { loss, documents: atStake?.documents } : undefined;
  const asked = atStake && { questions: atStake.questions };
  if (op === 'move') return decideMove({ ...draft, ...asked }, atRisk, consent);
  const remarks = [...draft.remarks, ...(atRisk ? [riskRemark(atRisk)] : [])];
  if (!atRisk) return { ...draft, ...asked, remarks, risk: op === 'rebuild' ? 'rebuild' : 'none' };
  return {
    ...draft,
    ...atStake,
    remarks,
    risk: 'data-loss',
    ...(!consent.covers(resource) && { blockedBy: 'data-loss' }),
  };
}

/** A move needs to be named: consent to all losses does not mean that values which could be moved are dropped. */
function decideMove(draft: Draft, atRisk: AtRisk | undefined, consent: Consent): Decided {
  const { resource, obstacle = '', isProtected, steps } = draft;
  const blocked = (blockedBy: 'move' | 'protected', ...help: readonly string[]): Decided => ({
    ...draft,
    remarks: [obstacle, ...draft.remarks, ...(atRisk ? [amountAtRisk(atRisk)] : []), ...help],
    steps: [],
    risk: 'downtime',
    blockedBy,
  });
  if (isProtected) return blocked('protected', 'it is protected: neither deleted nor moved');
  if (steps.length === 0)
    return blocked(
      'move',
      "it can't be deleted and created again either: the file does not have its secrets",
    );
  if (atRisk && !consent.names(resource)) return blocked('move', ...byHand(draft));
  const documents = atRisk?.documents;
  return {
    ...draft,
    remarks: [
      obstacle,
      ...draft.remarks,
      ...(atRisk ? [riskRemark(atRisk)] : []),
      'it is deleted and created again',
    ],
    ...(documents ? { risk: 'data-loss', documents } : { risk: atRisk ? 'data-loss' : 'downtime' }),
  };
}

function byHand({ resource }: Draft): string[] {
  const path = resource.path.join('/');
  return resource.kind === 'attribute'
    ? [
        'to keep the values, add an attribute under another key and copy them',
        `--allow-data-loss ${path} deletes it with its values and creates it again`,
      ]
    : [`--allow-data-loss ${path} deletes it and creates it again`];
}

/** Returns how much is at risk: `310 documents hold a value`, `3 members`. */
function amountAtRisk({ loss: { contents, count }, documents }: AtRisk): string {
  if (documents === undefined) return count === undefined ? `its ${contents}` : counted(count, contents);
  if (contents !== 'values') return shownCount(documents);
  const isOne = documents.kind === 'exactly' && documents.documents === 1;
  return `${shownCount(documents)} ${isOne ? 'holds' : 'hold'} a value`;
}

function riskRemark(atRisk: AtRisk): string {
  const amount = amountAtRisk(atRisk);
  return atRisk.loss.effect === 'gone'
    ? `DATA LOSS: ${amount}`
    : `locks ${amount}: they can't be updated without a valid value`;
}

/** The losses that the user has agreed to. */
class Consent {
  readonly notes: string[] = [];
  readonly #all: boolean;
  readonly #named: ReadonlySet<string>;

  /** A path that two resources have, such as a team and a bucket, names neither. */
  constructor(allowed: PlanOptions['allowDataLoss'], risky: readonly Draft[]) {
    this.#all = allowed === 'all';
    const named = new Set<string>();
    for (const text of typeof allowed === 'string' ? [] : allowed) {
      const meant = risky.map(({ resource }) => resource).filter((resource) => isNamedBy(resource, text));
      if (meant.length === 1) named.add(keyOf(meant[0]!));
      else if (meant.length === 0)
        this.notes.push(`--allow-data-loss ${text}: the plan puts nothing of that name at risk`);
      else
        this.notes.push(
          `--allow-data-loss ${text} could mean ${meant.map(keyOf).join(' or ')}: write "${keyOf(meant[0]!)}"`,
        );
    }
    this.#named = named;
  }

  names(resource: ResourceRef): boolean {
    return this.#named.has(keyOf(resource));
  }

  covers(resource: ResourceRef): boolean {
    return this.#all || this.names(resource);
  }
}

/** True for `main/posts/title`, `attribute main/posts/title` and `collections/main/posts/title`. */
const isNamedBy = (resource: ResourceRef, text: string) => {
  const path = resource.path.join('/');
  return text === path || text === keyOf(resource) || text === `${kindNamed(resource.kind).selector}/${path}`;
};
