/** Where sentences of the health view lead. */
export interface HealthLinks {
  readonly openItem: (id: string) => void;
  readonly openAccounts: () => void;
}
