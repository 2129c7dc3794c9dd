import { useEffect, useState } from 'react';
import { needYouWords } from '../../shared/messages/page-words.ts';
import { useLive } from '../live/use-live.ts';
import { needYouCount } from '../queue/list-query.ts';

/** Many are refused one after the other; they are told as one. */
const GATHERED_MS = 2000;

/** Says to whoever does not see the counts that more items need a person than before. */
export function NeedYouNote() {
  const { stats } = useLive();
  const needYou = stats === null ? null : needYouCount(stats);
  const [told, setTold] = useState<{ readonly count: number; readonly words: string } | null>(null);

  useEffect(() => {
    if (needYou === null || needYou === told?.count) return;
    const tell = () =>
      setTold((before) => ({
        count: needYou,
        words: before !== null && needYou > before.count ? needYouWords(needYou) : '',
      }));
    // What was so when the window was opened is no news.
    if (told === null) return tell();
    const timer = setTimeout(tell, GATHERED_MS);
    return () => clearTimeout(timer);
  }, [needYou, told]);

  return (
    <p role="status" className="visually-hidden">
      {told?.words}
    </p>
  );
}
