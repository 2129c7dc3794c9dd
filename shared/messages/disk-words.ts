import type { DiskTrouble } from '../outbox/disk-trouble.ts';
import { bytes } from './format.ts';

/** What to do about a disk that has no room, and that there is nothing to fear. */
export const diskSentence = ({ freeBytes, missingBytes }: DiskTrouble): string =>
  `The disk is full (${bytes(freeBytes)} free), so nothing is sent at the moment. Free ${
    missingBytes === 0 ? 'some space' : `${bytes(missingBytes)} more`
  } and it goes on by itself; nothing is lost.`;
