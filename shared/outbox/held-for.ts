/** What waits because another person is signed in to its account. Names are for people; null: nobody knows. */
export interface HeldFor {
  readonly account: string;
  readonly person: string | null;
  readonly signedIn: string | null;
  readonly items: number;
}
