import type { QueueExplanation } from '../outbox/explanation.ts';
import { explanationSentence } from './explanation-sentences.ts';
import { gateWords } from './queue-words.ts';

/** As `explanationSentence`, for people who have the window, and its buttons, in front of them. */
export const pageExplanationSentence = (one: QueueExplanation, now: number): string =>
  one.code === 'GATE_CLOSED' && one.reason.code === 'PROXY_SIGN_IN'
    ? gateWords(one)
    : explanationSentence(one, now);
