import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { greyJpeg } from './grey-jpeg.ts';

/** Two small photos in a folder that is gone when `use` has ended. */
export async function withSamplePhotos<T>(
  use: (photos: { readonly front: string; readonly back: string }) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'outtray-practice-'));
  try {
    const photos = { front: join(folder, 'front.jpg'), back: join(folder, 'back.jpg') };
    await writeFile(photos.front, greyJpeg(205, 640, 400));
    await writeFile(photos.back, greyJpeg(235, 640, 400));
    return await use(photos);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
