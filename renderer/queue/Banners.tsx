import { CloudOff, HardDrive, KeyRound, Pause } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import { ACTION_WORDS } from '../../shared/messages/action-words.ts';
import { diskSentence } from '../../shared/messages/disk-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import {
  askedAgainWords,
  awayWords,
  gateWords,
  goesOnWords,
  moreTroublesWords,
  pauseWords,
  QUEUE_WORDS,
} from '../../shared/messages/queue-words.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { PauseScope } from '../actions/use-actions.ts';
import { useActions } from '../actions/use-actions.ts';
import { useCall } from '../live/use-call.ts';
import { useLive, useLiveStore } from '../live/use-live.ts';
import { useNow } from '../live/use-now.ts';
import { lazyPart } from '../shell/lazy-part.ts';
import { useRouter } from '../shell/use-route.ts';
import { type Banner, bannersOf } from './banners.ts';

const SignInDialog = lazyPart(
  async () => (await import('../accounts/SignInDialog.tsx')).SignInDialog,
);

const SHOWN = 3;

const ProxySignInDialog = lazyPart(
  async () => (await import('../accounts/ProxySignInDialog.tsx')).ProxySignInDialog,
);

/** Why things do not move, and the way out where there is one. */
export function Banners() {
  const { stats } = useLive();
  const { openView } = useRouter();
  const banners = stats === null ? [] : bannersOf(stats);
  const more = banners.length - SHOWN;
  return (
    <div className="banners" aria-live="polite" aria-relevant="additions">
      {banners.slice(0, SHOWN).map((banner) => (
        <One key={keyOf(banner)} banner={banner} />
      ))}
      {more > 0 && (
        <div className="banner">
          <span>{moreTroublesWords(more)}</span>
          <Button className="button" onPress={() => openView('health')}>
            {QUEUE_WORDS.moreTroubles}
          </Button>
        </div>
      )}
    </div>
  );
}

function keyOf(banner: Banner): string {
  switch (banner.kind) {
    case 'disk':
      return banner.kind;
    case 'proxy':
      return `proxy ${banner.proxy}`;
    case 'away':
      return `away ${banner.server.origin}`;
    case 'pause':
      return `pause ${banner.pause.scope} ${banner.pause.key}`;
    default:
      return `${banner.gate.scope} ${banner.gate.key} ${subjectOf(banner.gate)}`;
  }
}

const subjectOf = ({ reason }: ClosedGate): string =>
  reason.code === 'OTHER_PERSON' ? reason.subject : '';

function Gate({ gate, now }: { readonly gate: ClosedGate; readonly now: number }) {
  return <Words text={gateWords(gate)} time={askedAgainWords(gate, now)} />;
}

/** The time goes down every second, and is not read out each time. */
function Words({ text, time }: { readonly text: string; readonly time: string }) {
  return (
    <span>
      {printableLine(text)} <span aria-live="off">{time}</span>
    </span>
  );
}

function One({ banner }: { readonly banner: Banner }) {
  const { resume } = useActions();
  const now = useNow();
  switch (banner.kind) {
    case 'account':
    case 'keychain':
      return (
        <div className="banner needs-you">
          <KeyRound size={16} aria-hidden="true" />
          <Gate gate={banner.gate} now={now} />
          {banner.kind === 'account' && <WayIn account={banner.gate.key} />}
        </div>
      );
    case 'disk':
      return (
        <div className="banner needs-you">
          <HardDrive size={16} aria-hidden="true" />
          <span>{diskSentence(banner.trouble)}</span>
        </div>
      );
    case 'proxy':
      return (
        <div className="banner needs-you">
          <KeyRound size={16} aria-hidden="true" />
          <Gate gate={banner.gate} now={now} />
          <ProxyWayIn proxy={banner.proxy} />
        </div>
      );
    case 'away':
      return (
        <div className="banner needs-you">
          <CloudOff size={16} aria-hidden="true" />
          <span>{printableLine(awayWords(banner.server, now))}</span>
        </div>
      );
    case 'pause':
      return (
        <div className="banner">
          <Pause size={16} aria-hidden="true" />
          <Words text={pauseWords(banner.pause)} time={goesOnWords(banner.pause, now)} />
          <Button className="button" onPress={() => resume(scopeOf(banner.pause))}>
            {ACTION_WORDS.resume}
          </Button>
        </div>
      );
    case 'server':
    case 'gate':
      return (
        <div className={banner.kind === 'server' ? 'banner needs-you' : 'banner'}>
          <CloudOff size={16} aria-hidden="true" />
          <Gate gate={banner.gate} now={now} />
        </div>
      );
    default:
      return assertNever(banner);
  }
}

/** To a browser, where people sign in there; else to where an account is set right. */
function WayIn({ account }: { readonly account: string }) {
  const { openView } = useRouter();
  const { value: accounts } = useCall('accounts.list', {}, account);
  if (accounts?.some((one) => one.name === account && one.byBrowser) !== true)
    return (
      <Button className="button" onPress={() => openView('accounts')}>
        {QUEUE_WORDS.openAccounts}
      </Button>
    );
  return (
    <AskingButton words={ACCOUNT_WORDS.signIn}>
      {(ends) => <SignInDialog name={account} {...ends} />}
    </AskingButton>
  );
}

function ProxyWayIn({ proxy }: { readonly proxy: string }) {
  return (
    <AskingButton words={QUEUE_WORDS.proxySignIn}>
      {(ends) => <ProxySignInDialog proxy={proxy} {...ends} />}
    </AskingButton>
  );
}

interface SignInEnds {
  readonly onClose: () => void;
  readonly onSignedIn: () => void;
}

/** A button whose dialog signs somebody in; what that changed is looked for at once. */
function AskingButton({
  words,
  children,
}: {
  readonly words: string;
  readonly children: (ends: SignInEnds) => ReactNode;
}) {
  const live = useLiveStore();
  const [isAsked, setIsAsked] = useState(false);
  const onClose = (): void => setIsAsked(false);
  const onSignedIn = (): void => {
    onClose();
    live.refresh();
  };
  return (
    <>
      <Button className="button" onPress={() => setIsAsked(true)}>
        {words}
      </Button>
      {isAsked && <Suspense fallback={null}>{children({ onClose, onSignedIn })}</Suspense>}
    </>
  );
}

const scopeOf = ({
  scope,
  key,
}: {
  scope: 'all' | 'origin' | 'account';
  key: string;
}): PauseScope => (scope === 'all' ? { scope } : { scope, key });
