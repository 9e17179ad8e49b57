import { WirebookError } from '../../../lab/errors.ts';

/** Terraform's own words and what they mean to the person who has to mend it. */
const causes: readonly {
  readonly pattern: RegExp;
  readonly code: string;
  readonly next: string;
}[] = [
  {
    pattern: /Error acquiring the state lock|state lock/i,
    code: 'state-locked',
    next: 'Another Terraform works in this run’s folder. Wait for it, or end it; the lock goes with its process.',
  },
  {
    pattern:
      /SubscriptionNotFound|InvalidSubscriptionId|subscription .*(could not be found|was not found)|account ID not allowed|InvalidAuthenticationTokenTenant|wrong issuer|project .*(not found|does not exist)/i,
    code: 'wrong-account',
    next: 'The credentials are for another account than the lab is to be in. Choose the right one (ARM_SUBSCRIPTION_ID, AWS_PROFILE, GOOGLE_CLOUD_PROJECT, OCI_COMPARTMENT_ID); `npm run lab -- doctor --on cloud` shows which it is.',
  },
  {
    pattern:
      /az login|Azure ?Cli ?(Credential|Authorizer)|build authorizer|obtain(ing)? (subscription|authorization)|No valid credential|Expired(Authentication)?Token|RequestExpired|refresh token has expired|AADSTS\d+|InvalidClientTokenId|could not find default credentials|invalid_grant|NotAuthenticated|AuthFailure|reauth|bad configuration: did not find/i,
    code: 'credentials-missing',
    next: '`npm run lab -- doctor --on cloud` says which credentials are missing or expired, and how to get them.',
  },
  {
    pattern: /AuthorizationFailed|UnauthorizedOperation|AccessDenied|forbidden|\b403\b/i,
    code: 'not-allowed',
    next: 'The account may not do this: give it the role that is named, or use another account.',
  },
  {
    pattern:
      /quota|LimitExceeded|(Count)?LimitReached|OperationNotAllowed.*cores|RESOURCE_EXHAUSTED/i,
    code: 'quota-exceeded',
    next: 'Ask for a higher quota, or free some of it: `npm run lab -- sweep` finds what earlier runs left.',
  },
  {
    pattern:
      /SkuNotAvailable|NotAvailableForSubscription|not (currently )?available in (the )?(location|region|zone)|instance type .* is not supported|InsufficientInstanceCapacity|RESOURCE_POOL_EXHAUSTED|Out of host capacity/i,
    code: 'not-in-this-region',
    next: 'Choose another region or size in the stack’s props.',
  },
  {
    pattern:
      /dial tcp|no such host|connection (reset|refused)|TLS handshake timeout|i\/o timeout|network is unreachable/i,
    code: 'network-lost',
    next: 'The cloud could not be reached. What was made is in the state: go on with --resume.',
  },
];

/** Nothing was changed in any cloud. */
export function planNotMade(
  problems: readonly string[],
  step: 'init' | 'plan' = 'plan',
  exitCode?: number,
): WirebookError {
  const cause = causeOf(problems);
  return new WirebookError({
    code: cause?.code ?? 'plan-not-made',
    message: `terraform ${step} failed: ${problems[0] ?? (wasKilled(exitCode) ? 'it was killed' : `exit code ${exitCode}`)}`,
    facts: facts(problems.slice(1)),
    next: cause?.next ?? 'Nothing was changed. Mend what Terraform names, and try again.',
  });
}

/** Nobody can say what a run has up. */
export function stateNotRead(said: string, folder: string): WirebookError {
  return new WirebookError({
    code: 'state-not-read',
    message: `The state of this run cannot be read: ${said}`,
    facts: { 'terraform’s folder': folder },
    next: 'Use the program that deployed it, of the same version or a newer one (cloud.json in the run’s folder names it; WIREBOOK_TERRAFORM chooses one), and try again.',
  });
}

/** Something may have been made or deleted; the state knows what. */
export function terraformFailed(
  step: 'apply' | 'destroy',
  {
    exitCode,
    problems,
  }: { readonly exitCode: number | undefined; readonly problems: readonly string[] },
  folder: string,
): WirebookError {
  const cause = causeOf(problems);
  const killed = wasKilled(exitCode);
  const how = killed ? 'it was killed' : `exit code ${exitCode}`;
  return new WirebookError({
    code: cause?.code ?? 'deploy-failed',
    message: `terraform ${step} failed: ${problems[0] ?? how}`,
    facts: { ...facts(problems.slice(1)), 'terraform’s folder': folder },
    next:
      cause?.next ??
      (killed
        ? 'What it was making at that moment may be in the cloud without being in its state: `npm run lab -- sweep` finds it by its tags. --resume goes on from the rest.'
        : 'What was made stays in the state until it is torn down; --resume goes on from it.'),
  });
}

/** No exit code: the shell that was to write it down was killed as well. 137: what a shell says of a program killed by SIGKILL. */
function wasKilled(exitCode: number | undefined): boolean {
  return exitCode === undefined || exitCode === 137;
}

function causeOf(problems: readonly string[]): (typeof causes)[number] | undefined {
  return causes.find(({ pattern }) => problems.some((problem) => pattern.test(problem)));
}

function facts(problems: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(problems.map((problem, index) => [`problem ${index + 2}`, problem]));
}
