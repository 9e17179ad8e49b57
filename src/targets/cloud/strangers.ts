import { finishOperation } from '../../lab/google-operation.ts';
import type { CloudClients } from '../../lab/target.ts';
import type { StateResource } from '../topology/values.ts';
import { text } from '../topology/values.ts';

/** The SDK warns of its own default otherwise; an async list goes on from page to page all the same. */
const onePage = { autoPaginate: false };

/**
 * Deletes what steps made beside Terraform and what would keep Terraform from deleting its own: firewall rules of a Google
 * network. Azure's go with their resource group, AWS's with the security group or route table that holds them.
 */
export async function deleteStrangers(
  resources: readonly StateResource[],
  clouds: CloudClients,
  onNotice: (text: string) => void,
): Promise<void> {
  const networks = resources.filter(({ type }) => type === 'google_compute_network');
  if (networks.length === 0) return;
  const own = new Set(
    resources
      .filter(({ type }) => type === 'google_compute_firewall')
      .map(({ attributes }) => text(attributes['name'])),
  );
  const google = await clouds.google();
  const { project, firewalls } = google;
  for (const { attributes } of networks) {
    const network = text(attributes['self_link']).replace(/^.*\/projects\//, 'projects/');
    for await (const firewall of firewalls.listAsync({ project }, onePage)) {
      const name = firewall.name ?? '';
      if (own.has(name) || !firewall.network?.endsWith(network)) continue;
      onNotice(`firewall rule ${name}: made by a step, deleted`);
      const [operation] = await firewalls.delete({ project, firewall: name });
      await finishOperation(google, operation);
    }
  }
}
