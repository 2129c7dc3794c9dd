import { createHash, randomBytes } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { greyJpeg } from '../../../host/grey-jpeg.ts';

export interface DemoFile {
  readonly path: string;
  readonly sha256: string;
}

export interface DemoFiles {
  readonly meter: DemoFile;
  readonly front: DemoFile;
  readonly back: DemoFile;
  readonly sketch: DemoFile;
  readonly video: DemoFile;
}

const MIB = 1024 * 1024;
export const VIDEO_BYTES = 64 * MIB;

/** Writes what a field day would bring home, and remembers what it was. */
export async function makeFiles(folder: string): Promise<DemoFiles> {
  const photo = async (name: string, shade: number): Promise<DemoFile> => {
    const bytes = greyJpeg(shade, 640, 480);
    const path = join(folder, name);
    await writeFile(path, bytes);
    return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  return {
    meter: await photo('meter.jpg', 200),
    front: await photo('front.jpg', 210),
    back: await photo('back.jpg', 220),
    sketch: await photo('sketch.jpg', 230),
    video: await makeVideo(join(folder, 'site.mp4')),
  };
}

/** As large as a video and, like one, not to be compressed. */
async function makeVideo(path: string): Promise<DemoFile> {
  const hash = createHash('sha256');
  const chunk = randomBytes(MIB);
  const file = await open(path, 'w');
  try {
    for (let n = 0; n < VIDEO_BYTES / MIB; n++) {
      chunk.writeUInt32BE(n);
      hash.update(chunk);
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  return { path, sha256: hash.digest('hex') };
}
