const KEY = 'draft';

/** Keeps what is written while it is written, and puts it back after a reload. Photos are not part of it. */
export function keepDraft(form: HTMLFormElement): { clear(): void } {
  const draft = new URLSearchParams(localStorage.getItem(KEY) ?? '');
  for (const [name, value] of draft) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
      field.value = value;
    else if (field instanceof RadioNodeList) field.value = value;
  }
  form.addEventListener('input', () => {
    const written = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
    localStorage.setItem(KEY, new URLSearchParams(written as [string, string][]).toString());
  });
  return { clear: () => localStorage.removeItem(KEY) };
}
