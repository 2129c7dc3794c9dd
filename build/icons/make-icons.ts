import { writeFileSync } from 'node:fs';
import { drawIcons } from './icons.ts';

for (const { name, bytes } of drawIcons()) {
  writeFileSync(new URL(`./${name}`, import.meta.url), bytes);
}
