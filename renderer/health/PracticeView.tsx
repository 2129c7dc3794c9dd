import { Practice } from './Practice.tsx';

/** Practice mode by itself. */
export function PracticeView() {
  return (
    <div className="page">
      <Practice />
    </div>
  );
}
