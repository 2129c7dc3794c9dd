import { el, find } from './page.ts';

/** The photos of the form: chosen, taken with the camera or dropped. They stay files; nothing of them is a path. */
export interface Photos {
  readonly files: () => readonly File[];
  clear(): void;
}

export function watchPhotos(): Photos {
  const input = find('photos', HTMLInputElement);
  const place = find('drop', HTMLElement);
  const chosen = find('chosen', HTMLUListElement);
  let photos: readonly File[] = [];

  function show(): void {
    for (const image of chosen.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    chosen.replaceChildren(
      ...photos.map((photo) => {
        const image = el('img', { src: URL.createObjectURL(photo), alt: photo.name });
        const remove = el('button', { type: 'button', textContent: 'Remove' });
        remove.addEventListener('click', () => {
          photos = photos.filter((one) => one !== photo);
          show();
        });
        return el('li', {}, image, remove);
      }),
    );
  }

  function add(files: Iterable<File>): void {
    photos = [...photos, ...[...files].filter((file) => file.type.startsWith('image/'))];
    show();
  }

  input.addEventListener('change', () => {
    add(input.files ?? []);
    input.value = '';
  });
  place.addEventListener('dragover', (event) => {
    event.preventDefault();
    place.classList.add('over');
  });
  place.addEventListener('dragleave', () => place.classList.remove('over'));
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    place.classList.remove('over');
    add(event.dataTransfer?.files ?? []);
  });

  return {
    files: () => photos,
    clear() {
      photos = [];
      show();
    },
  };
}
