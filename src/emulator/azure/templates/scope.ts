/** What expressions draw on. Each throws ARM's InvalidTemplate for what is not there. */
export interface Scope {
  readonly subscriptionId: string;
  readonly group: { readonly id: string; readonly name: string; readonly location: string };
  parameter(name: string): unknown;
  variable(name: string): unknown;
  /** The state of a resource by name or id; absent where nothing runs yet. */
  readonly reference?: (nameOrId: string, full: boolean) => unknown;
}
