import { key, text } from './values.ts';

/** A subnet's id begins with its network's. */
export function subnetGroup(subnet: unknown): { readonly group?: string } {
  const network = /^(.*?)\/subnets\//i.exec(text(subnet))?.[1];
  return network === undefined ? {} : { group: key(network) };
}
