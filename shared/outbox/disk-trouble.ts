/**
 * The disk of the profile folder is too full to be sure that what a sending comes to can be written down, so nothing
 * is sent. In bytes; `missingBytes` have to be freed.
 */
export interface DiskTrouble {
  readonly freeBytes: number;
  readonly missingBytes: number;
}
