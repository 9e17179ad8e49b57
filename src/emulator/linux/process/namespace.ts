/** Where `ip netns` keeps named network namespaces; private to the enclosure. */
export const namespaceFolder = '/run/netns';

/**
 * A network namespace that belongs to the enclosure and holds nothing. `ip` runs in it to make others: as an ordinary
 * user it must not run in the host's, over which the enclosure has no power (and to which it could not return).
 */
export const workbench = '/run/wirebook-workbench';

/** Runs a program in a node's network namespace. Cheaper than `ip netns exec`: no mount namespace is made. */
export function inNamespace(node: string, argv: readonly string[]): string[] {
  return ['nsenter', `--net=${namespaceFolder}/${node}`, '--', ...argv];
}

export function onWorkbench(argv: readonly string[]): string[] {
  return ['nsenter', `--net=${workbench}`, '--', ...argv];
}
