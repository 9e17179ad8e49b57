import tls from 'node:tls';
import type { SessionCredentials } from '../../emulator/daemon/protocol.ts';
import type { OciClients } from '../../lab/target.ts';

/** The official SDK, pointed at the local cloud's Core Services. */
export async function ociClients({ port, ca, oci }: SessionCredentials): Promise<OciClients> {
  // These clients take no certificate authority of their own, so the process learns of this one.
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  const [{ default: core }, { default: common }] = await Promise.all([
    import('oci-core'),
    import('oci-common'),
  ]);
  const authenticationDetailsProvider = new common.SimpleAuthenticationDetailsProvider(
    oci.tenancyId,
    oci.userId,
    oci.fingerprint,
    oci.privateKey,
    null,
    common.Region.fromRegionId(oci.region),
  );
  const endpoint = `https://localhost:${port}`;
  const network = new core.VirtualNetworkClient({ authenticationDetailsProvider });
  network.endpoint = endpoint;
  const compute = new core.ComputeClient({ authenticationDetailsProvider });
  compute.endpoint = endpoint;
  return { region: oci.region, compartmentId: oci.compartmentId, network, compute };
}
