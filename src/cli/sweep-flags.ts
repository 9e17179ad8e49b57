import type { OptionSpec } from './options.ts';

/** What `lab sweep` takes. */
export const sweepOptions = [
  {
    flags: '--delete',
    description: "delete it: asks for each account's name; without a terminal see below",
  },
  {
    flags: '--older-than <duration>',
    description:
      'only what expired so long ago; and what has no readable expiry, if it was made so long ago',
  },
  {
    flags: '--cloud <names>',
    description: 'only these: azure, aws, google, separated by commas (default: all)',
  },
  {
    flags: '--on <place>',
    description: 'the real clouds, or local:<lab>: a local one that is up',
    default: 'cloud',
  },
] as const satisfies readonly OptionSpec[];

export const sweepHelp = `
Only what has the tags of a run (wirebook-lab, wirebook-run) and whose wirebook-expires is past.
Without a terminal, --delete works in the accounts that WIREBOOK_SWEEP_ACCOUNTS names, separated by
commas: subscription ids, AWS account ids, Google Cloud projects.

Exit codes: 0 nothing left that should not be · 2 wrong usage, or refused · 3 a cloud could not be
            looked at · 4 something could not be deleted

Examples:
  npm run lab -- sweep
  npm run lab -- sweep --cloud azure,aws --older-than 2h --delete
  npm run lab -- sweep --on local:er-ipsec-backup
`;
