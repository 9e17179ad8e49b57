import type { CloudClients, GoogleClients } from '../../../lab/target.ts';
import type { Needs } from './needs.ts';
import type { CloudCheck, Environment } from './check.ts';
import { allowed, attempt, quotaCheck } from './check.ts';

/** What is asked of one cloud: who one is there, whether that is a place for labs, whether there is room. */
export type CloudInspection = (parameters: {
  readonly needs: Needs;
  readonly clients: CloudClients;
  readonly environment: Environment;
}) => Promise<readonly CloudCheck[]>;

export const inspections: Readonly<Record<'azure' | 'aws' | 'google' | 'oci', CloudInspection>> = {
  async azure({ needs, clients, environment }) {
    let subscription: string | undefined;
    const credentials = await attempt(
      'Azure: credentials',
      'az login, or set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET (or AZURE_FEDERATED_TOKEN_FILE); and export ARM_SUBSCRIPTION_ID=$(az account show --query id -o tsv)',
      async () => {
        const { subscriptionId, network } = await clients.azure();
        // The cheapest question that needs a valid token for this subscription.
        await network.virtualNetworks.listAll().next();
        subscription = subscriptionId;
        return `subscription ${subscriptionId} answers`;
      },
    );
    if (subscription === undefined) return [credentials];
    const account = allowed('Azure: subscription', subscription, environment);
    const quotas = await Promise.all(
      needs.azureLocations.map(async (location) => {
        const { network } = await clients.azure();
        const checks: CloudCheck[] = [];
        const quota = await attempt(
          `Azure: region ${location}`,
          'Choose another region.',
          async () => {
            for await (const { name, limit, currentValue } of network.usages.list(location)) {
              const needed = needs.azureQuotas[name.value ?? ''];
              if (needed === undefined) continue;
              const use = {
                name: name.localizedValue ?? name.value ?? '',
                limit,
                used: currentValue,
                needed,
              };
              checks.push(quotaCheck('azure', use));
            }
            return 'answers with its quotas';
          },
        );
        return [quota, ...checks];
      }),
    );
    return [credentials, account, ...quotas.flat()];
  },
  async aws({ needs, clients, environment }) {
    let account: string | undefined;
    const credentials = await attempt(
      'AWS: credentials',
      'aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (in CI a role by OIDC), and AWS_REGION',
      async () => {
        const { accountId, region } = await clients.aws();
        account = accountId;
        return `account ${accountId}, region ${region}`;
      },
    );
    if (account === undefined) return [credentials];
    const quota = await attempt('AWS: room for elastic IPs', 'Release unused ones.', async () => {
      const { DescribeAccountAttributesCommand, DescribeAddressesCommand } =
        await import('@aws-sdk/client-ec2');
      const { ec2 } = await clients.aws();
      const [{ AccountAttributes = [] }, { Addresses = [] }] = await Promise.all([
        ec2.send(new DescribeAccountAttributesCommand({})),
        ec2.send(new DescribeAddressesCommand({})),
      ]);
      const attribute = AccountAttributes.find(
        ({ AttributeName }) => AttributeName === 'vpc-max-elastic-ips',
      );
      const limit = Number(attribute?.AttributeValues?.[0]?.AttributeValue ?? 5);
      const use = { name: 'elastic IPs', limit, used: Addresses.length, needed: needs.elasticIps };
      const check = quotaCheck('aws', use);
      if (!check.ok) throw new Error(check.detail);
      return check.detail;
    });
    return [credentials, allowed('AWS: account', account, environment), quota];
  },
  async google({ needs, clients, environment }) {
    let account: string | undefined;
    const credentials = await attempt(
      'Google Cloud: credentials',
      'gcloud auth application-default login (in CI workload identity), and export GOOGLE_CLOUD_PROJECT=$(gcloud config get project)',
      async () => {
        const { project, networks } = await clients.google();
        await networks.list({ project, maxResults: 1 });
        account = project;
        return `project ${project} answers`;
      },
    );
    if (account === undefined) return [credentials];
    const quotas = await Promise.all(
      Object.entries(needs.googleQuotas).map(async ([place, needed]) => {
        const checks: CloudCheck[] = [];
        const title = `Google Cloud: ${place === 'global' ? 'project' : `region ${place}`}`;
        const quota = await attempt(`${title}, quotas`, 'Choose another region.', async () => {
          for (const { metric, limit, usage } of await googleQuotas(
            await clients.google(),
            place,
          )) {
            const count = needed[metric ?? ''];
            if (count === undefined) continue;
            const name = place === 'global' ? `${metric}` : `${metric} in ${place}`;
            const use = { name, limit: limit ?? 0, used: usage ?? 0, needed: count };
            checks.push(quotaCheck('google', use));
          }
          return 'answers with its quotas';
        });
        return [quota, ...checks];
      }),
    );
    return [credentials, allowed('Google Cloud: project', account, environment), ...quotas.flat()];
  },
  async oci({ clients, environment }) {
    let account: string | undefined;
    const credentials = await attempt(
      'OCI: credentials',
      'oci setup config writes ~/.oci/config; and export OCI_COMPARTMENT_ID=… OCI_REGION=…',
      async () => {
        const { compartmentId, network, region } = await clients.oci();
        await network.listVcns({ compartmentId, limit: 1 });
        account = compartmentId;
        return `region ${region} answers`;
      },
    );
    if (account === undefined) return [credentials];
    return [credentials, allowed('OCI: compartment', account, environment)];
  },
};

/** Of the project, or of one of its regions. */
async function googleQuotas({ project, others }: GoogleClients, place: string) {
  const { projects, regions } = others();
  const [{ quotas }] =
    place === 'global'
      ? await projects.get({ project })
      : await regions.get({ project, region: place });
  return quotas ?? [];
}
