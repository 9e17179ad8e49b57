import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { SessionCredentials } from './protocol.ts';

/**
 * An API signing key of this run, with the OCIDs it belongs to. The fingerprint is OCI's: MD5 over the public key in DER.
 * @see https://docs.oracle.com/iaas/Content/API/Concepts/apisigningkey.htm
 */
export function createOciCredentials(): SessionCredentials['oci'] {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('md5').update(der).digest('hex');
  const ocid = (kind: string) => `ocid1.${kind}.oc1..${randomBytes(30).toString('hex')}`;
  return {
    tenancyId: ocid('tenancy'),
    userId: ocid('user'),
    fingerprint: digest.match(/../g)?.join(':') ?? '',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    region: 'us-ashburn-1',
    compartmentId: ocid('compartment'),
  };
}

/** The public half, PEM, for checking signatures. */
export function publicKeyOf({ privateKey }: Pick<SessionCredentials['oci'], 'privateKey'>): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}
