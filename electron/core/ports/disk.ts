/** What there is on a disk, in bytes. */
export interface DiskSpace {
  /** For whoever is not root. */
  readonly free: number;
  /** Of the whole disk. */
  readonly size: number;
}

/**
 * The disk of the profile folder, with the ballast: a file that holds nothing but room, so that a full disk can still
 * take the results of what was sent.
 */
export interface Disk {
  /** Null where the file system does not say. */
  space(): DiskSpace | null;
  /** Of what is there; 0 for none. */
  ballastBytes(): number;
  /** `noRoom`: nothing of it is left. `failed`: for another reason, which has been logged. */
  layBallast(bytes: number): Promise<'laid' | 'noRoom' | 'failed'>;
  /** Gives its room back at once. False where there was none to give. */
  releaseBallast(): boolean;
}
