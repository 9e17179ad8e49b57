import {
  awsMachine,
  awsScope,
  awsSubnet,
  customerGateway,
  publicRouteTable,
  securityGroup,
  virtualPrivateGateway,
  vpc,
  vpnConnection,
  type ConstructedVpnConnection,
} from '../aws/index.ts';
import {
  azureScope,
  connection,
  localNetworkGateway,
  machine,
  sharedKey,
  subnet,
  virtualNetwork,
  vpnGateway,
  type AzureScope,
  type ConstructedVpnGateway,
} from '../azure/index.ts';
import type { Construct } from '../cdktf.ts';
import { resource } from '../constructed.ts';
import { defineStack } from '../define-stack.ts';
import {
  allowSshTo,
  cloudRouter,
  externalVpnGateway,
  googleMachine,
  googleScope,
  haVpnGateway,
  interfaceAddress,
  network,
  subnetwork,
  vpnTunnel,
} from '../google/index.ts';
import type { StackEnvironment } from '../../src/lab/stack.ts';

export interface AzureAwsGoogleProps {
  /** Google Cloud takes part. @default false */
  readonly google?: boolean;
  /** @default East US */
  readonly azureRegion?: string;
  /** @default us-east-1 */
  readonly awsRegion?: string;
  /** @default us-east1 */
  readonly googleRegion?: string;
}

const asn = { azure: 65001, aws: 65002, google: 65003 } as const;
const resourceGroup = 'multicloud';

/**
 * Azure in the middle, AWS on one side and, when asked for, Google Cloud on the other, joined by the
 * clouds' own VPN gateways with BGP. Addresses and names follow Jose Moreno's multicloud script,
 * https://github.com/erjosito/mcloudcli.
 */
export default defineStack('azure-aws-google', (scope, props: AzureAwsGoogleProps, environment) => {
  const azure = azureScope(scope, {
    resourceGroup,
    location: props.azureRegion ?? 'East US',
    environment,
  });
  const key = sharedKey(azure, 'key');
  const { gateway, ...azureSide } = buildAzure(azure);
  const awsSide = buildAws({ scope, props, environment, azure, gateway, key });
  const googleSide =
    props.google === true
      ? buildGoogle({ scope, props, environment, azure, gateway, key })
      : undefined;
  // Their names are known to the lab from the beginning; using one before it is there is an error that says so.
  return { gateway, ...azureSide, ...awsSide, ...(googleSide as NonNullable<typeof googleSide>) };
});

/** The virtual network, its gateway with both instances active, and a machine. */
function buildAzure(azure: AzureScope) {
  const vnet = virtualNetwork(azure, { name: 'vnet', addressSpace: ['192.168.0.0/16'] });
  const gateway = vpnGateway(azure, {
    name: 'vpngw',
    asn: asn.azure,
    subnet: subnet(azure, {
      name: 'vpngw-subnet',
      azureName: 'GatewaySubnet',
      network: vnet,
      prefix: '192.168.1.0/24',
    }),
    activeActive: [
      { bgpAddresses: ['169.254.21.2', '169.254.21.6', '169.254.21.130'] },
      { bgpAddresses: ['169.254.22.2', '169.254.22.6', '169.254.22.130'] },
    ],
  });
  const testvm = machine(azure, {
    name: 'testvm',
    user: 'jose',
    cards: [{ subnet: subnet(azure, { name: 'vm', network: vnet, prefix: '192.168.2.0/24' }) }],
  });
  return { vnet, gateway, testvm };
}

interface SideParameters {
  readonly scope: Construct;
  readonly props: AzureAwsGoogleProps;
  readonly environment: StackEnvironment;
  readonly azure: AzureScope;
  readonly gateway: ConstructedVpnGateway;
  readonly key: string;
}

/** The VPC, one VPN connection to each instance of Azure's gateway, and Azure's view of the four tunnels. */
function buildAws({ scope, props, environment, azure, gateway, key }: SideParameters) {
  const region = props.awsRegion ?? 'us-east-1';
  const aws = awsScope(scope, { name: resourceGroup, region, environment });
  const cloudVpc = vpc(aws, { name: 'vpc', cidrBlock: '172.16.0.0/16' });
  const routeTable = publicRouteTable(aws, { name: 'vpc-routes', vpc: cloudVpc });
  const awsSubnet1 = awsSubnet(aws, {
    name: 'vpc-subnet',
    vpc: cloudVpc,
    cidrBlock: '172.16.1.0/24',
    routeTable,
  });
  const vpcGroup = securityGroup(aws, {
    name: 'vpc-machines',
    description: 'The machines of the VPC',
    vpc: cloudVpc,
    pingFrom: ['192.168.0.0/16', '10.0.0.0/16'],
  });
  const awsVm = awsMachine(aws, {
    name: 'awsvm',
    subnet: awsSubnet1,
    securityGroup: vpcGroup,
    address: '172.16.1.223',
  });
  const vgw = virtualPrivateGateway(aws, {
    name: 'vgw',
    vpc: cloudVpc,
    asn: asn.aws,
    propagateTo: [routeTable],
  });

  const peer = (index: 0 | 1) =>
    customerGateway(aws, {
      name: `vpngw-${index}`,
      address: gateway.publicAddresses[index] ?? '',
      asn: asn.azure,
    });
  const [cgw0, cgw1] = [peer(0), peer(1)];
  const vpn0 = vpnConnection(aws, {
    name: 'vpn-0',
    gateway: vgw,
    peer: cgw0,
    insideCidrs: ['169.254.21.0/30', '169.254.21.4/30'],
    key,
  });
  const vpn1 = vpnConnection(aws, {
    name: 'vpn-1',
    gateway: vgw,
    peer: cgw1,
    insideCidrs: ['169.254.22.0/30', '169.254.22.4/30'],
    key,
  });

  // The first digit is the tunnel of a VPN connection, the second the connection.
  const first = { primary: '169.254.21.2', secondary: '169.254.22.2' };
  const second = { primary: '169.254.21.6', secondary: '169.254.22.6' };
  const address = (vpn: ConstructedVpnConnection, tunnel: 1 | 2) =>
    tunnel === 1 ? vpn[resource].tunnel1Address : vpn[resource].tunnel2Address;
  const toAws = (name: string, peerAddress: string, bgp: string, bgpAddresses: typeof first) =>
    connection(azure, {
      name,
      gateway,
      key,
      bgpAddresses,
      peer: localNetworkGateway(azure, {
        name,
        resourceName: `${name}-gateway`,
        address: peerAddress,
        bgp: { asn: asn.aws, peeringAddress: bgp },
      }),
    });
  const aws00 = toAws('aws00', address(vpn0, 1), '169.254.21.1', first);
  const aws01 = toAws('aws01', address(vpn1, 1), '169.254.22.1', first);
  const aws10 = toAws('aws10', address(vpn0, 2), '169.254.21.5', second);
  const aws11 = toAws('aws11', address(vpn1, 2), '169.254.22.5', second);
  return {
    vpc: cloudVpc,
    routeTable,
    vpcGroup,
    awsVm,
    vgw,
    cgw0,
    cgw1,
    vpn0,
    vpn1,
    aws00,
    aws01,
    aws10,
    aws11,
  };
}

/** The network, one tunnel to each instance of Azure's gateway, and Azure's view of the two. */
function buildGoogle({ scope, props, environment, azure, gateway, key }: SideParameters) {
  const region = props.googleRegion ?? 'us-east1';
  const google = googleScope(scope, { region, environment });
  const googleNetwork = network(google, { name: 'multicloud', resourceName: 'gcp-network' });
  allowSshTo(google, { name: 'multicloud-allow-ssh', network: googleNetwork });
  const googleVm = googleMachine(google, {
    name: 'gcpvm',
    user: 'jose',
    subnetwork: subnetwork(google, {
      name: 'multicloud-subnet',
      network: googleNetwork,
      range: '10.0.1.0/24',
    }),
    address: '10.0.1.2',
  });
  const haGateway = haVpnGateway(google, {
    name: 'vpngw',
    resourceName: 'gcp-vpngw',
    network: googleNetwork,
  });
  const router = cloudRouter(google, {
    name: 'router',
    network: googleNetwork,
    asn: asn.google,
  });
  const [address0 = '', address1 = ''] = gateway.publicAddresses;
  const external = externalVpnGateway(google, {
    name: 'azvpngw',
    addresses: [address0, address1],
  });
  const tunnel = (index: 0 | 1) =>
    vpnTunnel(google, {
      name: `azvpngw${index}`,
      gateway: haGateway,
      peer: external,
      index,
      router,
      key,
      bgp: {
        range: `169.254.2${index + 1}.129/30`,
        peerAddress: `169.254.2${index + 1}.130`,
        peerAsn: asn.azure,
      },
    });
  const toGoogle = (index: 0 | 1) =>
    connection(azure, {
      name: `gcp${index}`,
      gateway,
      key,
      bgpAddresses: { primary: '169.254.21.130', secondary: '169.254.22.130' },
      peer: localNetworkGateway(azure, {
        name: `gcp${index}`,
        resourceName: `gcp${index}-gateway`,
        address: interfaceAddress(haGateway, index),
        bgp: { asn: asn.google, peeringAddress: `169.254.2${index + 1}.129` },
      }),
    });
  return {
    googleNetwork,
    googleVm,
    router,
    tunnel0: tunnel(0),
    tunnel1: tunnel(1),
    gcp0: toGoogle(0),
    gcp1: toGoogle(1),
  };
}
