import type { z } from 'zod';
import { appInput, type EmbeddedApp } from '../../shared/contracts/app-grant.ts';

/** An embedded app that may send to practice servers, with whatever else it is granted. */
export const anApp = (
  id: string,
  grant: z.input<typeof appInput>['grant'] = {},
  more: Partial<z.input<typeof appInput>> = {},
): EmbeddedApp =>
  appInput.parse({
    id,
    name: `App ${id}`,
    url: `apps/${id}`,
    grant: { targets: [{ url: 'http://127.0.0.1:*/inbox*' }], privateNetwork: true, ...grant },
    ...more,
  });
