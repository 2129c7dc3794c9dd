import { HEALTH_WORDS } from '../../shared/messages/health-words.ts';
import { Bundle } from './Bundle.tsx';
import { Findings } from './Findings.tsx';
import type { HealthLinks } from './links.ts';
import { QueueReasons } from './QueueReasons.tsx';
import { Throughput } from './Throughput.tsx';
import './health.css';

interface Props {
  readonly links: HealthLinks;
}

/** Whether the outbox is well, and why the queue does or does not move. */
export function HealthView({ links }: Props) {
  return (
    <section className="health" aria-labelledby="health-title">
      <h1 id="health-title">{HEALTH_WORDS.title}</h1>
      <QueueReasons links={links} />
      <Throughput />
      <Findings links={links} />
      <Bundle />
    </section>
  );
}
