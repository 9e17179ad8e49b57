/**
 * Ranges that Azure drops unless a network, a peer, a gateway or a user-defined route covers them. The first four are
 * documented (https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#default); the others are
 * listed by current effective route tables. Shortest first, as Azure lists them.
 */
export const reservedPrefixes: readonly string[] = [
  '10.0.0.0/8',
  '127.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '25.48.0.0/12',
  '25.4.0.0/14',
  '25.30.0.0/15',
  '198.18.0.0/15',
  '157.59.0.0/16',
  '192.168.0.0/16',
  '25.33.0.0/16',
  '40.109.0.0/16',
  '104.147.0.0/16',
  '40.108.0.0/17',
  '104.146.0.0/17',
  '23.103.0.0/18',
  '25.41.0.0/20',
  '20.35.252.0/22',
];
