import { openHost } from '../../electron/headless/index.ts';

/** A host of the profile folder that is named, which listens and sends nothing, until it is killed. */
const opened = await openHost({ home: process.argv[2] ?? '' });
const listening = opened.ok ? await opened.value.listen() : opened;
console.log(listening.ok ? 'listening' : JSON.stringify(listening.error));
setInterval(() => {}, 60_000);
