import {
  FlaskConical,
  HeartPulse,
  Inbox,
  KeyRound,
  type LucideIcon,
  Settings,
  TriangleAlert,
} from 'lucide-react';
import { Button } from 'react-aria-components';
import { needYouWords, PAGE_WORDS, VIEW_WORDS } from '../../shared/messages/page-words.ts';
import { countWords } from '../../shared/messages/queue-words.ts';
import { useLive } from '../live/use-live.ts';
import { needYouCount } from '../queue/list-query.ts';
import { VIEWS, type ViewName } from './route.ts';
import { useRouter } from './use-route.ts';

const ICONS: Readonly<Record<ViewName, LucideIcon>> = {
  queue: Inbox,
  failures: TriangleAlert,
  health: HeartPulse,
  accounts: KeyRound,
  settings: Settings,
  practice: FlaskConical,
};

export function Nav() {
  const { route, openView } = useRouter();
  const { stats } = useLive();
  const needYou = stats === null ? 0 : needYouCount(stats);
  return (
    <nav className="nav" aria-label={PAGE_WORDS.navigation}>
      <p className="nav-product" aria-hidden="true">
        {PAGE_WORDS.product}
      </p>
      <ul>
        {VIEWS.map((view) => {
          const Icon = ICONS[view];
          const count = view === 'failures' ? needYou : 0;
          return (
            <li key={view}>
              <Button
                className="nav-link"
                {...(route.view === view ? { 'aria-current': 'page' } : {})}
                onPress={() => openView(view)}
              >
                <Icon size={18} aria-hidden="true" />
                <span className="nav-name">{VIEW_WORDS[view]}</span>
                {count > 0 && (
                  <>
                    <span className="nav-count" aria-hidden="true">
                      {countWords(count)}
                    </span>
                    <span className="visually-hidden">, {needYouWords(count)}</span>
                  </>
                )}
              </Button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
