import { WirebookError } from '../../lab/errors.ts';
import type { CloudClients } from '../../lab/target.ts';
import type { StateResource } from '../topology/values.ts';
import { text } from '../topology/values.ts';
import type { CloudRecord } from './record.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that say where in a cloud a lab works; the first one that is set counts. */
export const accountVariables = {
  azure: ['ARM_SUBSCRIPTION_ID', 'AZURE_SUBSCRIPTION_ID'],
  google: ['GOOGLE_CLOUD_PROJECT', 'GOOGLE_PROJECT'],
  oci: ['OCI_COMPARTMENT_ID'],
} as const;

/** Where a run works, by the name of a variable: for the run's record. */
export function accountsOf(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(accountVariables).flatMap((names) => {
      const value = names
        .map((name) => environment[name])
        .find((it) => it !== undefined && it !== '');
      return value === undefined ? [] : [[names[0], value]];
    }),
  );
}

/**
 * In another account Terraform finds nothing of what a run made there, and takes it for deleted. Throws `wrong-account`
 * before it is asked. AWS's account is in the ARNs of what was made; where AWS cannot be asked, Terraform will say so.
 */
export async function assertSameAccounts(parameters: {
  readonly record: CloudRecord;
  readonly resources: readonly StateResource[];
  readonly clouds: Pick<CloudClients, 'aws'>;
  readonly environment: Environment;
}): Promise<void> {
  const { record, resources, clouds, environment } = parameters;
  if (resources.length === 0) return;
  const now = accountsOf(environment);
  for (const [name, before] of Object.entries(record.accounts ?? {})) {
    const other = now[name];
    if (other !== undefined && other !== before) {
      throw wrongAccount(record, `${name}=${before}`, other, `export ${name}=${before}`);
    }
  }
  const account = resources
    .map(({ attributes }) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text(attributes['arn']))?.[1])
    .find((it) => it !== undefined);
  if (account === undefined) return;
  const asked = await clouds.aws().catch(() => undefined);
  if (asked === undefined || asked.accountId === '' || asked.accountId === account) return;
  const mend = `Log in to the AWS account ${account} (AWS_PROFILE, aws sso login)`;
  throw wrongAccount(record, `the AWS account ${account}`, asked.accountId, mend);
}

function wrongAccount(
  { lab, runId }: CloudRecord,
  before: string,
  now: string,
  mend: string,
): WirebookError {
  return new WirebookError({
    code: 'wrong-account',
    message: `Run ${runId} of ${lab} works in ${before}, and the credentials at hand are for ${now}. Nothing was changed.`,
    next: `${mend}, and try again.`,
  });
}
