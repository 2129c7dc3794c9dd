/** Hands a file to the browser's own way of saving one. */
export function saveFile(
  name: string,
  parts: readonly (string | Uint8Array)[],
  type: string,
): void {
  const url = URL.createObjectURL(new Blob([...parts] as BlobPart[], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the blob over by the time that this turn has ended.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
