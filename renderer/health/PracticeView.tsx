import { VIEW_WORDS } from '../../shared/messages/page-words.ts';
import { Practice } from './Practice.tsx';

/** Practice mode by itself. */
export function PracticeView() {
  return (
    <div className="page">
      <h1 className="visually-hidden">{VIEW_WORDS.practice}</h1>
      <Practice />
    </div>
  );
}
