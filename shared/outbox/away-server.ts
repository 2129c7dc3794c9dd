/** A server that was not reached for an hour, while others answered: that is not the network's doing. */
export interface AwayServer {
  readonly origin: string;
  /** The first of the attempts in a row that did not reach it; milliseconds since 1970. */
  readonly since: number;
  /** Of the newest of them: the kind of trouble, and the code. */
  readonly cause: string;
  readonly detail: string;
}
