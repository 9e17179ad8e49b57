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
      /az login|AzureCliCredential|obtain(ing)? (subscription|authorization)|No valid credential|ExpiredToken|InvalidClientTokenId|could not find default credentials|invalid_grant|NotAuthenticated|AuthFailure|reauth/i,
    code: 'credentials-missing',
    next: '`npm run lab -- doctor --on cloud` says which credentials are missing or expired, and how to get them.',
  },
  {
    pattern: /AuthorizationFailed|UnauthorizedOperation|AccessDenied|forbidden|403/i,
    code: 'not-allowed',
    next: 'The account may not do this: give it the role that is named, or use another account.',
  },
  {
    pattern: /quota|LimitExceeded|OperationNotAllowed.*cores|RESOURCE_EXHAUSTED/i,
    code: 'quota-exceeded',
    next: 'Ask for a higher quota, or free some of it: `npm run lab -- sweep` finds what earlier runs left.',
  },
  {
    pattern:
      /SkuNotAvailable|NotAvailableForSubscription|not available in (the )?(location|region|zone)/i,
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
): WirebookError {
  const cause = causeOf(problems);
  return new WirebookError({
    code: cause?.code ?? 'plan-not-made',
    message: `terraform ${step} failed: ${problems[0] ?? 'it gave no reason'}`,
    facts: facts(problems.slice(1)),
    next: cause?.next ?? 'Nothing was deployed. Mend what Terraform names, and run again.',
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
  const how = exitCode === undefined ? 'it was killed' : `exit code ${exitCode}`;
  return new WirebookError({
    code: cause?.code ?? 'deploy-failed',
    message: `terraform ${step} failed: ${problems[0] ?? how}`,
    facts: { ...facts(problems.slice(1)), 'terraform’s folder': folder },
    next:
      cause?.next ??
      'What was made stays in the state until it is torn down; --resume goes on from it.',
  });
}

function causeOf(problems: readonly string[]): (typeof causes)[number] | undefined {
  return causes.find(({ pattern }) => problems.some((problem) => pattern.test(problem)));
}

function facts(problems: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(problems.map((problem, index) => [`problem ${index + 2}`, problem]));
}
