import test from 'ava';
import { deleteStrangers } from '../../../../src/targets/cloud/strangers.ts';
import { localClouds } from '../../sweep/local-clouds.ts';

test('firewall rules that steps made in a run’s network go; Terraform’s own and those of others stay', async (t) => {
  const clouds = await localClouds();
  t.teardown(() => clouds.close());
  const google = await clouds.clients.google();
  const { project } = google;
  for (const name of ['lab', 'others']) {
    await google.networks.insert({
      project,
      networkResource: { name, autoCreateSubnetworks: false },
    });
  }
  for (const [name, network] of [
    ['of-terraform', 'lab'],
    ['of-a-step', 'lab'],
    ['of-another-step', 'lab'],
    ['of-others', 'others'],
  ] as const) {
    const firewallResource = {
      name,
      network: `projects/${project}/global/networks/${network}`,
      allowed: [{ IPProtocol: 'icmp' }],
    };
    await google.firewalls.insert({ project, firewallResource });
  }
  const self_link = `https://www.googleapis.com/compute/v1/projects/${project}/global/networks/lab`;
  const resources = [
    { address: 'a', type: 'google_compute_network', attributes: { self_link } },
    { address: 'b', type: 'google_compute_firewall', attributes: { name: 'of-terraform' } },
  ];
  const notices: string[] = [];
  await deleteStrangers(resources, clouds.clients, (text) => notices.push(text));
  const left: string[] = [];
  for await (const { name } of google.firewalls.listAsync({ project })) left.push(name ?? '');
  t.deepEqual(left.toSorted(), ['of-others', 'of-terraform']);
  t.is(notices.length, 2);
  await deleteStrangers([], { ...clouds.clients, google: () => t.fail('asked') }, () => undefined);
});
