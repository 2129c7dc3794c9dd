import './health.css';
import { Practice } from './Practice.tsx';

/** Practice mode by itself. */
export function PracticeView({ onQueue }: { readonly onQueue: () => void }) {
  return (
    <div className="health">
      <Practice onQueue={onQueue} />
    </div>
  );
}
