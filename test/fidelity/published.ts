import { published as awsAzureStrongswan } from './aws-azure-strongswan.tables.ts';
import { published as azureAwsGoogle } from './azure-aws-google.tables.ts';
import { published as erIpsecBackup } from './er-ipsec-backup.tables.ts';
import { published as erSpokeVpn } from './er-spoke-vpn.tables.ts';
import { published as ociAzureInterconnect } from './oci-azure-interconnect.tables.ts';
import type { PublishedLab } from './support/published-table.ts';

/** Every published walk-through that a lab retells. */
export const walkThroughs: readonly PublishedLab[] = [
  erIpsecBackup,
  azureAwsGoogle,
  awsAzureStrongswan,
  erSpokeVpn,
  ociAzureInterconnect,
];
