import type { RemoteHost } from '../../../shared/contracts/control-protocol.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnose.ts';
import type { Surroundings } from '../../host/home-folder.ts';
import type { HostOptions, QueueReader, Reached } from '../../host/host.ts';
import { policyPlaces } from '../../host/policy-places.ts';
import type { PracticeProcess } from '../../host/practice-process.ts';
import type { Host } from '../host.ts';
import type { CommandResult } from './cli-error.ts';

/** The outbox that a command is about. */
export interface ProfileOptions extends Required<Pick<HostOptions, 'home' | 'policyPlaces'>> {
  readonly version: string;
}

export const profileOptions = (cli: Cli, home: string): ProfileOptions => ({
  home,
  policyPlaces: policyPlaces(cli),
  version: cli.version,
});

/** What the composition root offers; loaded when a command needs it, so that help and usage errors are quick. */
export interface Root {
  ownOutbox(
    options: ProfileOptions & {
      readonly log?: (line: string) => void;
    },
  ): Promise<Result<Host, OutboxError>>;
  reachOutbox(options: ProfileOptions): Promise<Result<Reached<Host>, OutboxError>>;
  connectToHost(options: {
    readonly home: string;
  }): Promise<Result<RemoteHost | null, OutboxError>>;
  openReader(options: ProfileOptions): Promise<Result<QueueReader, OutboxError>>;
  diagnose(options: ProfileOptions): Promise<Diagnosis>;
  openLogFile(home: string): Promise<(line: string) => void>;
  startPractice(options: {
    readonly port: number;
    readonly ledgerFile?: string;
    readonly tokenLifeS?: number;
    readonly rotation?: boolean;
  }): Promise<PracticeProcess>;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** Everything of the outside world that a command touches. */
export interface Cli extends Surroundings {
  /** Of the app. */
  readonly version: string;
  /** How this command line is started: the absolute paths of node and of its entry. */
  readonly self: readonly string[];
  out(text: string): void;
  outBytes(bytes: Uint8Array): void;
  /** The same for what is too much to keep in memory: resolves when whoever reads has taken it. */
  outPage(text: string): Promise<void>;
  err(text: string): void;
  /** Null where the process gets none: the installed app on Windows. */
  readonly stdin: AsyncIterable<Uint8Array> | null;
  /** Nothing is piped in: a person sits there, and would not know what is waited for. */
  readonly stdinIsTerminal: boolean;
  /** Where progress is drawn: only when a person looks at both outputs. */
  readonly terminal: NodeJS.WriteStream | null;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** A UUID. */
  newId(): string;
  /** Shows an address in a browser; false where there is none. Every process of the machine can read the address. */
  openBrowser(url: string): Promise<boolean>;
  /** Resolves with the first signal; a second one ends the process at once, which the outbox survives. */
  stopSignal(): Promise<StopSignal>;
  root(): Promise<Root>;
  /** Called once, with what the command came to. */
  finish(result: CommandResult, json: boolean): void;
}

/** Who asks when the command line does. */
export const SOURCE: Source = { kind: 'cli' };
