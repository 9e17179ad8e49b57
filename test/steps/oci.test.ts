import test from 'ava';
import { breakLink, drgRoutes, ociTunnels, repairLink, virtualCircuit } from '../../steps/index.ts';
import { formatOciTable } from '../../steps/oci/command.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { DrgAttachment, IpsecConnection, VirtualCircuit } from '../../src/lab/handle.ts';
import type { OciClients } from '../../src/lab/target.ts';
import { recordingContext } from '../support/step-context.ts';

const interconnect: VirtualCircuit = {
  kind: 'virtualCircuit',
  name: 'interconnect',
  id: 'ocid1.virtualcircuit.oc1..vc',
};
const vcnAttachment: DrgAttachment = {
  kind: 'drgAttachment',
  name: 'vcn-attachment',
  id: 'ocid1.drgattachment.oc1..vcn',
};
const backup: IpsecConnection = {
  kind: 'ipsecConnection',
  name: 'backup',
  id: 'ocid1.ipsecconnection.oc1..b',
};
const handles = { interconnect, vcnAttachment, backup };

/** Core Services in memory: BGP follows the admin state a look later. */
function cloud() {
  const circuit = { bgpAdminState: 'ENABLED', bgpSessionState: 'UP' };
  const updates: object[] = [];
  const attachment = (name: string, type: string) => ({
    id: `ocid1.drgattachment.oc1..${name}`,
    displayName: name,
    drgId: 'ocid1.drg.oc1..d',
    drgRouteTableId: 'ocid1.drgroutetable.oc1..t',
    networkDetails: { type, id: 'x' },
  });
  const attachments = [
    attachment('vcn', 'VCN'),
    attachment('circuit', 'VIRTUAL_CIRCUIT'),
    attachment('tunnel', 'IPSEC_TUNNEL'),
  ];
  const rule = (destination: string, by: string, conflict: boolean) => ({
    destination,
    destinationType: 'CIDR_BLOCK',
    nextHopDrgAttachmentId: `ocid1.drgattachment.oc1..${by}`,
    routeType: 'DYNAMIC',
    routeProvenance: by === 'vcn' ? 'VCN' : by === 'circuit' ? 'VIRTUAL_CIRCUIT' : 'IPSEC_TUNNEL',
    isConflict: conflict,
    isBlackhole: false,
    id: by,
  });
  // One rule a page.
  const rules = [
    rule('172.16.0.0/16', 'vcn', false),
    rule('10.0.0.0/16', 'circuit', false),
    rule('10.0.0.0/16', 'tunnel', true),
  ];
  const network = {
    getDrgAttachment: async ({ drgAttachmentId }: { drgAttachmentId: string }) => ({
      drgAttachment: attachments.find(({ id }) => id === drgAttachmentId) ?? { drgId: '' },
    }),
    listDrgRouteRules: async ({ page = '0' }: { page?: string }) => ({
      items: [rules[Number(page)]],
      ...(Number(page) < rules.length - 1 && { opcNextPage: String(Number(page) + 1) }),
    }),
    listDrgAttachments: async () => ({ items: attachments }),
    getVirtualCircuit: async () => {
      const answer = { ...circuit };
      circuit.bgpSessionState = circuit.bgpAdminState === 'ENABLED' ? 'UP' : 'DOWN';
      return {
        virtualCircuit: {
          displayName: 'interconnect',
          lifecycleState: 'PROVISIONED',
          providerState: 'ACTIVE',
          ...answer,
        },
      };
    },
    updateVirtualCircuit: async (request: {
      updateVirtualCircuitDetails: { bgpAdminState: string };
    }) => {
      updates.push(request);
      circuit.bgpAdminState = request.updateVirtualCircuitDetails.bgpAdminState;
    },
    listIPSecConnectionTunnels: async () => ({
      items: [
        {
          id: '1',
          displayName: 'tunnel-1',
          status: 'UP',
          routing: 'STATIC',
          bgpSessionInfo: { bgpState: 'DOWN' },
          vpnIp: '198.51.100.4',
          cpeIp: '203.0.113.9',
          ikeVersion: 'V2',
          lifecycleState: 'AVAILABLE',
        },
        {
          id: '2',
          displayName: 'tunnel-2',
          status: 'DOWN',
          routing: 'BGP',
          bgpSessionInfo: { bgpState: 'DOWN' },
          lifecycleState: 'AVAILABLE',
        },
      ],
    }),
  };
  const oci: OciClients = {
    region: 'eu-frankfurt-1',
    compartmentId: 'ocid1.compartment.oc1..c',
    network: network as unknown as OciClients['network'],
    compute: {} as OciClients['compute'],
  };
  return { oci, updates };
}

test('DRG routes: all pages, joined with the attachments that they lead to', async (t) => {
  const context = recordingContext({ handles, oci: cloud().oci });
  await context.step(
    drgRoutes(
      { ref: 'vcnAttachment' },
      {
        expect: [
          { destination: '10.0.0.0/16', attachmentType: 'VIRTUAL_CIRCUIT', status: 'Active' },
          { destination: '10.0.0.0/16', attachmentType: 'IPSEC_TUNNEL', status: 'Conflict' },
          { destination: '172.16.0.0/16', attachmentName: 'vcn', status: 'Active' },
        ],
      },
    ),
  );
  t.true(context.recording.checks[0]?.passed);
  t.regex(
    context.recording.equivalents[0]?.command ?? '',
    /^oci network drg-route-rule list --drg-route-table-id ocid1\.drgroutetable\.oc1\.\.t --query /,
  );
  t.regex(
    context.recording.equivalents[0]?.output ?? '',
    /\| True +\| 10\.0\.0\.0\/16 +\| IPSEC_TUNNEL/,
  );
});

test('an attachment without a table is told', async (t) => {
  const context = recordingContext({
    handles: { vcnAttachment: { ...vcnAttachment, id: 'other' } },
    oci: cloud().oci,
  });
  const error = await t.throwsAsync(context.step(drgRoutes({ ref: 'vcnAttachment' })), {
    instanceOf: WirebookError,
  });
  t.is(error.code, 'no-drg-route-table');
});

test('a virtual circuit is deactivated and activated, and BGP is waited for', async (t) => {
  const { oci, updates } = cloud();
  const context = recordingContext({ handles, oci });
  const down = await context.step(
    virtualCircuit({ ref: 'interconnect' }, { state: 'deactivated' }),
  );
  t.like(down[0], {
    bgpAdminState: 'DISABLED',
    bgpSessionState: 'DOWN',
    lifecycleState: 'PROVISIONED',
  });
  await context.step(
    virtualCircuit({ ref: 'interconnect' }, { expect: [{ bgpSessionState: 'DOWN' }] }),
  );
  await context.step(virtualCircuit({ ref: 'interconnect' }, { state: 'active' }));
  t.is(updates.length, 2);
  t.true(context.recording.checks.every(({ passed }) => passed));
  t.is(
    context.recording.equivalents[0]?.command,
    'oci network virtual-circuit update --virtual-circuit-id ocid1.virtualcircuit.oc1..vc --bgp-admin-state DISABLED --force',
  );
});

test('only looking is observing, changing is not', (t) => {
  t.true(virtualCircuit({ ref: 'interconnect' }).observes);
  t.false(virtualCircuit({ ref: 'interconnect' }, { state: 'active' }).observes);
});

test('as a break, and its repair from the result', async (t) => {
  const { oci, updates } = cloud();
  const context = recordingContext({ handles, oci });
  const broken = await context.step(breakLink({ ref: 'interconnect' }, { deactivate: true }));
  t.deepEqual(broken, { kind: 'deactivate', virtualCircuit: 'interconnect' });
  const again = recordingContext({ handles, oci, results: { watched: { during: [broken] } } });
  await again.step(repairLink({ cell: 'watched' }));
  t.deepEqual(
    updates.map((it) => JSON.stringify(it).includes('ENABLED')),
    [false, true],
  );
  t.true([...context.recording.checks, ...again.recording.checks].every(({ passed }) => passed));
});

test('tunnels: one without BGP has no BGP state', async (t) => {
  const context = recordingContext({ handles, oci: cloud().oci });
  await context.step(
    ociTunnels(
      { ref: 'backup' },
      {
        expect: [
          { status: 'UP', routing: 'STATIC', bgpState: null, vpnIp: '198.51.100.4' },
          { status: 'DOWN', routing: 'BGP', bgpState: 'DOWN' },
        ],
      },
    ),
  );
  t.true(context.recording.checks[0]?.passed);
});

test('a ruled table', (t) => {
  t.is(
    formatOciTable(['name', 'status'], [['tunnel-1', 'UP']]),
    `+----------+--------+
| name     | status |
+----------+--------+
| tunnel-1 | UP     |
+----------+--------+
`,
  );
  t.is(formatOciTable(['name'], []), '');
});
