/** What a person should know about the start, once. */
export const databaseSetAside = (folder: string): string =>
  `The queue on this machine was damaged. It was kept in ${folder}, and a new one was begun; items that were in it are not in the new one.`;

export const vaultSetAside = (folder: string): string =>
  `The stored files belonged to another queue. They were kept in ${folder}.`;
