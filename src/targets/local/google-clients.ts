import tls from 'node:tls';
import type { SessionCredentials } from '../../emulator/daemon/protocol.ts';
import type { GoogleClients } from '../../lab/target.ts';
import { createGoogleClients } from '../google-clients.ts';

/** The official SDK, pointed at the local cloud's Compute Engine. */
export async function googleClients({
  port,
  ca,
  token,
  google,
}: SessionCredentials): Promise<GoogleClients> {
  // These clients take no certificate authority of their own, so the process learns of this one.
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  const [compute, { OAuth2Client }] = await Promise.all([
    import('@google-cloud/compute'),
    import('google-auth-library'),
  ]);
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: token });
  const { project, region } = google;
  const options = {
    projectId: project,
    apiEndpoint: 'localhost',
    port,
    protocol: 'https',
    fallback: true,
    authClient,
  } as const;
  return createGoogleClients(compute, { project, region, options });
}
