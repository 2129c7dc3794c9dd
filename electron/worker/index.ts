import { portOf } from './port.ts';
import { serve } from './serve.ts';
import { createAgents, trustSystemStore } from './transport/agents.ts';

const port = portOf(process);
if (port === null) {
  process.stderr.write('the worker is started by its host, not by hand\n');
  process.exit(2);
}

serve(
  port,
  {
    agents: createAgents(trustSystemStore),
    now: () => Date.now(),
    monotonic: () => performance.now(),
  },
  process,
);
