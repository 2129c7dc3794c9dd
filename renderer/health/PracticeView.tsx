import './health.css';
import { Practice } from './Practice.tsx';

/** Practice mode by itself. */
export function PracticeView() {
  return (
    <div className="health">
      <Practice />
    </div>
  );
}
