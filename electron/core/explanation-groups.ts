import type { ExplainedGroup, QueueExplanation } from '../../shared/outbox/explanation.ts';
import type { Item } from '../../shared/outbox/item.ts';

/** Items put together by why they do or do not move. */
export class ExplanationGroups {
  private readonly groups = new Map<string, ExplainedGroup>();
  private readonly mostExamples: number;

  constructor(mostExamples: number) {
    this.mostExamples = mostExamples;
  }

  has(explanation: QueueExplanation): boolean {
    return this.groups.has(keyOf(explanation));
  }

  /** The first of a group speaks for all of it; of waits, the one that ends first. A count below one is nothing. */
  add(explanation: QueueExplanation, count: number, examples: readonly Item[]): void {
    if (count < 1 && !this.has(explanation)) return;
    this.addGroup({ explanation, count, examples: examples.map((item) => item.id) });
  }

  addGroup({ explanation, count, examples }: ExplainedGroup): void {
    const key = keyOf(explanation);
    const known = this.groups.get(key);
    this.groups.set(key, {
      explanation: known === undefined ? explanation : sooner(known.explanation, explanation),
      count: (known?.count ?? 0) + count,
      examples: [...(known?.examples ?? []), ...examples].slice(0, this.mostExamples),
    });
  }

  /** Tells of it though nothing may stand behind it. */
  mention(explanation: QueueExplanation): void {
    if (!this.has(explanation)) this.addGroup({ explanation, count: 0, examples: [] });
  }

  largestFirst(): readonly ExplainedGroup[] {
    return [...this.groups.values()].toSorted((a, b) => b.count - a.count);
  }
}

/** What differs from item to item although the reason is the same. */
const PARTICULARS = new Set([
  'since',
  'until',
  'at',
  'attempt',
  'parent',
  'running',
  'counted',
  'spentMs',
  'expiresAt',
  'location',
  'file',
]);

/** Whom an item waits for is its reason: another one is another reason. */
function keyOf(explanation: QueueExplanation): string {
  const isFollower = explanation.code === 'AFTER_ITEM' || explanation.code === 'BEHIND_ORDER_KEY';
  return JSON.stringify(explanation, (name, value: unknown) =>
    !isFollower && PARTICULARS.has(name) ? undefined : value,
  );
}

const sooner = (a: QueueExplanation, b: QueueExplanation): QueueExplanation =>
  a.code === 'WAITS' && b.code === 'WAITS' && b.until < a.until ? b : a;
