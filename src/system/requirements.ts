/** What the local cloud needs of the machine it runs on: one row a component. */
export interface Component {
  /** What it is, for people. */
  readonly title: string;
  /** What it is for. */
  readonly purpose: string;
  /** Files, any one of which proves it: a program's name is looked up in PATH and the system's folders. */
  readonly files: readonly string[];
  /** Debian's and Ubuntu's package that has it. */
  readonly package: string;
  /** How to ask its version. */
  readonly version?: { readonly args: readonly string[]; readonly pattern: RegExp };
}

export const components: readonly Component[] = [
  {
    title: 'FRR',
    purpose: 'BGP of gateways and routers',
    files: ['/usr/lib/frr/bgpd', '/usr/libexec/frr/bgpd'],
    package: 'frr',
    version: { args: ['--version'], pattern: /version (\S+)/ },
  },
  {
    title: 'vtysh',
    purpose: "FRR's shell, for people",
    files: ['vtysh'],
    package: 'frr',
  },
  {
    title: 'FRR reload',
    purpose: 'changing a router without dropping its sessions',
    files: ['/usr/lib/frr/frr-reload.py', '/usr/libexec/frr/frr-reload.py'],
    package: 'frr-pythontools',
  },
  {
    title: 'strongSwan charon',
    purpose: 'IKE of VPN tunnels',
    files: ['/usr/lib/ipsec/charon', '/usr/libexec/ipsec/charon'],
    package: 'strongswan',
    version: { args: ['--version'], pattern: /strongSwan (\S+)/ },
  },
  {
    title: 'strongSwan kernel-libipsec',
    purpose: 'ESP without kernel support',
    files: ['/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so'],
    package: 'libcharon-extra-plugins',
  },
  {
    title: 'strongSwan AES-GCM',
    purpose: 'the cipher that clouds offer first',
    files: ['/usr/lib/ipsec/plugins/libstrongswan-gcm.so'],
    package: 'libstrongswan-standard-plugins',
  },
  {
    title: 'strongSwan AES-CTR, Camellia …',
    purpose: 'further ciphers that a policy may name',
    files: ['/usr/lib/ipsec/plugins/libstrongswan-gcrypt.so'],
    package: 'libstrongswan-extra-plugins',
  },
  {
    title: 'swanctl',
    purpose: "strongSwan's control protocol",
    files: ['swanctl'],
    package: 'strongswan-swanctl',
  },
  {
    title: 'iproute2',
    purpose: 'namespaces, links, routes',
    files: ['ip'],
    package: 'iproute2',
    version: { args: ['-V'], pattern: /iproute2-([^,\s]+)/ },
  },
  {
    title: 'iptables',
    purpose: 'NAT on machines, TTL as in clouds',
    files: ['iptables'],
    package: 'iptables',
    version: { args: ['--version'], pattern: /v(\S+)/ },
  },
  {
    title: 'nftables',
    purpose: 'security rules and public addresses',
    files: ['nft'],
    package: 'nftables',
    version: { args: ['--version'], pattern: /v(\S+)/ },
  },
  {
    title: 'conntrack',
    purpose: 'connection tables of NAT gateways',
    files: ['conntrack'],
    package: 'conntrack',
  },
  { title: 'ping', purpose: 'reachability', files: ['ping'], package: 'iputils-ping' },
  { title: 'traceroute', purpose: 'paths', files: ['traceroute'], package: 'traceroute' },
  { title: 'tcpdump', purpose: 'captures', files: ['tcpdump'], package: 'tcpdump' },
  {
    title: 'sshd',
    purpose: 'login on machines',
    files: ['sshd'],
    package: 'openssh-server',
  },
  {
    title: 'ssh',
    purpose: 'login for people',
    files: ['ssh'],
    package: 'openssh-client',
    version: { args: ['-V'], pattern: /OpenSSH_([^\s,]+)/ },
  },
  {
    title: 'ssh-keygen',
    purpose: "each run's login key",
    files: ['ssh-keygen'],
    package: 'openssh-client',
  },
  { title: 'sudo', purpose: 'root on machines', files: ['sudo'], package: 'sudo' },
  {
    title: 'sysctl and ps',
    purpose: 'what labs run on machines',
    files: ['sysctl'],
    package: 'procps',
  },
  {
    title: 'unshare',
    purpose: "the lab's own namespaces",
    files: ['unshare'],
    package: 'util-linux',
  },
  { title: 'bash', purpose: 'shells on machines', files: ['bash'], package: 'bash' },
];

/** Needed by an ordinary user only: ranges of user ids inside the lab. */
export const rootlessComponents: readonly Component[] = [
  {
    title: 'newuidmap',
    purpose: 'user ids inside the lab, without root',
    files: ['newuidmap'],
    package: 'uidmap',
  },
];
