import { WirebookError } from '../../lab/errors.ts';
import type { OciPlace } from '../../lab/stack.ts';
import type {
  AwsClients,
  AzureClients,
  CloudClients,
  GoogleClients,
  OciClients,
} from '../../lab/target.ts';
import { createGoogleClients } from '../google-clients.ts';
import { once } from '../once.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The official SDKs with the user's own credentials, found as each SDK finds them: environment, login of the command line,
 * workload identity. Made on first use, so that a lab needs credentials of its own clouds only.
 */
export function cloudClients(environment: Environment = process.env): CloudClients {
  return {
    azure: once(() => azure(environment)),
    aws: once(() => aws(environment)),
    google: once(() => google(environment)),
    oci: once(() => oci(environment)),
  };
}

async function azure(environment: Environment): Promise<AzureClients> {
  const [{ NetworkManagementClient }, { DefaultAzureCredential }] = await Promise.all([
    import('@azure/arm-network'),
    import('@azure/identity'),
  ]);
  const subscriptionId = firstOf(environment, 'ARM_SUBSCRIPTION_ID', 'AZURE_SUBSCRIPTION_ID');
  if (subscriptionId === undefined) {
    throw setting(
      'Azure',
      'ARM_SUBSCRIPTION_ID',
      'export ARM_SUBSCRIPTION_ID=$(az account show --query id -o tsv)',
    );
  }
  const credential = new DefaultAzureCredential();
  return {
    subscriptionId,
    network: new NetworkManagementClient(credential, subscriptionId),
    async resourceManagement() {
      const { ResourceManagementClient } = await import('@azure/arm-resources');
      return new ResourceManagementClient(credential, subscriptionId);
    },
    pollIntervalMs: 5000,
  };
}

async function aws(environment: Environment): Promise<AwsClients> {
  const [{ EC2Client }, { STSClient, GetCallerIdentityCommand }] = await Promise.all([
    import('@aws-sdk/client-ec2'),
    import('@aws-sdk/client-sts'),
  ]);
  const region = firstOf(environment, 'AWS_REGION', 'AWS_DEFAULT_REGION') ?? 'us-east-1';
  const { Account = '' } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  const inRegion = (other: string) => new EC2Client({ region: other });
  return { ec2: inRegion(region), region, accountId: Account, inRegion };
}

async function google(environment: Environment): Promise<GoogleClients> {
  const compute = await import('@google-cloud/compute');
  const project = firstOf(environment, 'GOOGLE_CLOUD_PROJECT', 'GOOGLE_PROJECT');
  if (project === undefined) {
    throw setting(
      'Google Cloud',
      'GOOGLE_CLOUD_PROJECT',
      'export GOOGLE_CLOUD_PROJECT=$(gcloud config get project)',
    );
  }
  const options = { projectId: project, fallback: true } as const;
  const region = firstOf(environment, 'GOOGLE_REGION') ?? 'us-east1';
  const clients = createGoogleClients(compute, { project, region, options });
  // A call without credentials would leave rejections that nobody hears, which end the process: they are asked for here.
  await clients.networks.auth.getClient();
  return clients;
}

/** Where OCI's resources go, when the environment says so. */
export function ociPlace(environment: Environment): OciPlace | undefined {
  const { OCI_COMPARTMENT_ID: compartmentId, OCI_REGION: region } = environment;
  if (compartmentId === undefined || region === undefined) return undefined;
  return { compartmentId, region };
}

async function oci(environment: Environment): Promise<OciClients> {
  const [{ default: core }, { default: common }] = await Promise.all([
    import('oci-core'),
    import('oci-common'),
  ]);
  const compartmentId = environment['OCI_COMPARTMENT_ID'];
  if (compartmentId === undefined) {
    throw setting(
      'OCI',
      'OCI_COMPARTMENT_ID',
      'export OCI_COMPARTMENT_ID=ocid1.compartment.oc1..…',
    );
  }
  const authenticationDetailsProvider = new common.ConfigFileAuthenticationDetailsProvider(
    environment['OCI_CLI_CONFIG_FILE'],
    environment['OCI_CLI_PROFILE'],
  );
  return {
    region: authenticationDetailsProvider.getRegion().regionId,
    compartmentId,
    network: new core.VirtualNetworkClient({ authenticationDetailsProvider }),
    compute: new core.ComputeClient({ authenticationDetailsProvider }),
  };
}

function setting(cloud: string, name: string, command: string): WirebookError {
  return new WirebookError({
    code: 'credentials-missing',
    message: `${name} is not set: it says where in ${cloud} the lab may work.`,
    next: `${command}. \`npm run lab -- doctor --on cloud\` checks all there is to set.`,
  });
}

/** The first of these variables that says something; CI sets what it lacks to an empty text. */
function firstOf(environment: Environment, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => environment[name])
    .find((value) => value !== undefined && value !== '');
}
