import {
  awsMachine,
  awsScope,
  awsSubnet,
  publicRouteTable,
  securityGroup,
  vpc,
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
} from '../azure/index.ts';
import { defineStack } from '../define-stack.ts';

export interface AwsAzureStrongswanProps {
  /** AWS region. @default us-east-1 */
  readonly awsRegion?: string;
  /** Azure region. @default West US */
  readonly azureRegion?: string;
}

/**
 * An AWS VPC with a Linux machine that is to become its VPN gateway, an Azure virtual network with a
 * VPN gateway that speaks no BGP, and a machine behind each.
 *
 * Addresses follow Steven Edouard's walk-through.
 */
export default defineStack(
  'aws-azure-strongswan',
  (scope, props: AwsAzureStrongswanProps, environment) => {
    const { awsRegion = 'us-east-1', azureRegion = 'West US' } = props;
    const name = 'aws2azure';
    const aws = awsScope(scope, { name, region: awsRegion, environment });
    const azure = azureScope(scope, { resourceGroup: name, location: azureRegion, environment });

    const cloudVpc = vpc(aws, { name: 'vpc', cidrBlock: '10.0.0.0/16' });
    const routeTable = publicRouteTable(aws, { name: 'vpc-routes', vpc: cloudVpc });
    const awsSubnet1 = awsSubnet(aws, {
      name: 'vpc-subnet',
      vpc: cloudVpc,
      cidrBlock: '10.0.0.0/24',
      routeTable,
    });
    const vpcGroup = securityGroup(aws, {
      name: 'vpc-machines',
      description: 'The machines of the VPC',
      vpc: cloudVpc,
      pingFrom: ['10.0.0.0/16', '10.3.0.0/16'],
    });
    const strongswan = awsMachine(aws, {
      name: 'strongswan',
      subnet: awsSubnet1,
      securityGroup: vpcGroup,
      address: '10.0.0.28',
      sourceDestCheck: false,
    });
    const awsVm = awsMachine(aws, {
      name: 'aws-vm',
      subnet: awsSubnet1,
      securityGroup: vpcGroup,
      address: '10.0.0.232',
    });

    const vnet = virtualNetwork(azure, { name: 'vnet', addressSpace: ['10.3.0.0/16'] });
    const vnetSubnet = subnet(azure, { name: 'subnet-1', network: vnet, prefix: '10.3.0.0/24' });
    const gateway = vpnGateway(azure, {
      name: 'azure-gateway',
      subnet: subnet(azure, {
        name: 'azure-gateway-subnet',
        azureName: 'GatewaySubnet',
        network: vnet,
        prefix: '10.3.200.0/29',
      }),
    });
    const localGateway = localNetworkGateway(azure, {
      name: 'aws-gateway',
      address: strongswan.publicAddress,
      addressSpace: ['10.0.0.0/24'],
    });
    const azureToAws = connection(azure, {
      name: 'azure-to-aws',
      gateway,
      peer: localGateway,
      key: sharedKey(azure, 'key-azure-aws'),
      bgp: false,
    });
    const azureVm = machine(azure, {
      name: 'azure-vm',
      user: 'steven',
      cards: [{ subnet: vnetSubnet, address: '10.3.0.123' }],
    });

    return {
      vpc: cloudVpc,
      awsSubnet1,
      routeTable,
      vpcGroup,
      strongswan,
      awsVm,
      vnet,
      gateway,
      localGateway,
      azureToAws,
      azureVm,
    };
  },
);
