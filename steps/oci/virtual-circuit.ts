import type * as core from 'oci-core';
import type { VirtualCircuit } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import type { OciClients } from '../../src/lab/target.ts';
import { expectRows, type CloudView, type Expected } from '../expect-rows.ts';
import type { Duration } from '../../src/lab/duration.ts';
import { ociCommand, ociTable } from './command.ts';

/** A FastConnect virtual circuit, in the words of OCI's `VirtualCircuit`. */
export type VirtualCircuitRow = {
  readonly name: string;
  /** `PROVISIONED`, `PENDING_PROVIDER`, `FAILED` … */
  readonly lifecycleState: string;
  /** `ACTIVE`, `INACTIVE`. */
  readonly providerState: string;
  /** `ENABLED`, `DISABLED` (deactivated). */
  readonly bgpAdminState: string;
  /** `UP`, `DOWN`. */
  readonly bgpSessionState: string;
};

export function virtualCircuitView(
  oci: OciClients,
  circuit: VirtualCircuit,
): CloudView<VirtualCircuitRow> {
  return {
    title: `Virtual circuit ${circuit.name}`,
    async read() {
      const { virtualCircuit: found } = await oci.network.getVirtualCircuit({
        virtualCircuitId: circuit.id,
      });
      return [
        {
          name: found.displayName ?? circuit.name,
          lifecycleState: found.lifecycleState ?? '',
          providerState: found.providerState ?? '',
          bgpAdminState: found.bgpAdminState ?? '',
          bgpSessionState: found.bgpSessionState ?? '',
        },
      ];
    },
    headings: {
      name: 'Virtual circuit',
      lifecycleState: 'Lifecycle state',
      providerState: 'Provider state',
      bgpAdminState: 'BGP admin state',
      bgpSessionState: 'BGP session',
    },
    equivalent: ociTable({
      command: 'virtual-circuit get',
      options: { 'virtual-circuit-id': circuit.id },
      query:
        'data.{"bgp-admin-state":"bgp-admin-state","bgp-session-state":"bgp-session-state","lifecycle-state":"lifecycle-state",name:"display-name","provider-state":"provider-state"}',
      headings: {
        'bgp-admin-state': 'bgpAdminState',
        'bgp-session-state': 'bgpSessionState',
        'lifecycle-state': 'lifecycleState',
        name: 'name',
        'provider-state': 'providerState',
      },
    }),
  };
}

export type VirtualCircuitState = 'active' | 'deactivated';

/**
 * Deactivates a virtual circuit, or activates it again, and waits until BGP followed: OCI keeps the circuit
 * and closes its sessions
 * (https://docs.oracle.com/iaas/Content/Network/Tasks/fastconnectprovider.htm, "Deactivate").
 */
export async function setVirtualCircuit(
  context: StepContext,
  circuit: VirtualCircuit,
  state: VirtualCircuitState,
  options: {
    readonly expect?: readonly Expected<VirtualCircuitRow>[] | undefined;
    readonly within?: Duration | undefined;
  } = {},
): Promise<readonly VirtualCircuitRow[]> {
  const oci = await context.oci();
  const admin = state === 'active' ? 'ENABLED' : 'DISABLED';
  await oci.network.updateVirtualCircuit({
    virtualCircuitId: circuit.id,
    updateVirtualCircuitDetails: {
      bgpAdminState: admin as core.models.UpdateVirtualCircuitDetails.BgpAdminState,
    },
  });
  context.showEquivalent({
    cloud: 'oci',
    command: `${ociCommand('virtual-circuit update', { 'virtual-circuit-id': circuit.id, 'bgp-admin-state': admin })} --force`,
    output: '',
  });
  return await expectRows(context, {
    view: virtualCircuitView(oci, circuit),
    expect: options.expect ?? [
      { bgpAdminState: admin, bgpSessionState: state === 'active' ? 'UP' : 'DOWN' },
    ],
    within: options.within,
  });
}
