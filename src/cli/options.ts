/** Options as data: what `--help` prints is what is parsed. */
export interface OptionSpec {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly hidden?: boolean;
}

export const commonOptions = [
  { flags: '--json', description: 'machine-readable output on stdout' },
  { flags: '--verbose', description: 'show stack traces of errors' },
  { flags: '--reports <folder>', description: 'where runs are kept (default: reports/)' },
] as const satisfies readonly OptionSpec[];

export const runOptions = [
  {
    flags: '--on <target>',
    description: 'where to run: the local cloud, or the real ones',
    choices: ['local', 'cloud'],
    default: 'local',
  },
  {
    flags: '--plan',
    description:
      'with --on cloud: what it would make, for how long and how much, and what is missing',
  },
  {
    flags: '--max-cost <dollars>',
    description: 'with --on cloud: refuse a lab that costs more an hour (US dollars)',
  },
  { flags: '--all', description: 'every lab in labs/, several at once; then one page over all' },
  { flags: '--shard <part>', description: 'with --all: one part of the labs, such as 1/4' },
  {
    flags: '--workers <number>',
    description: 'with --all: how many at once (default: half the cores)',
  },
  { flags: '--list', description: 'show the cells with their numbers, run nothing' },
  { flags: '--step', description: 'the workshop: read each cell, then run it, look around, go on' },
  {
    flags: '--from <cell>',
    description:
      'start at a cell; earlier ones that change something still run first, unless --resume finds their work in place',
  },
  { flags: '--until <cell>', description: 'end after a cell' },
  { flags: '--only <cell>', description: 'one cell: the same as --from and --until it' },
  {
    flags: '--resume [run]',
    description: 'go on with the newest unfinished run, or the one named; what passed stays',
  },
  {
    flags: '--keep [when]',
    description: 'leave everything up at the end: always, or on-failure (default: always)',
    choices: ['always', 'on-failure'],
  },
  { flags: '--timeout <duration>', description: 'limit of the whole run, such as 90s or 10m' },
  {
    flags: '--timers <kind>',
    description: 'BGP and IKE timers: seconds, or those of the real clouds',
    choices: ['fast', 'real'],
    default: 'fast',
  },
  { flags: '--yes', description: 'install what is missing on this machine without asking' },
] as const satisfies readonly OptionSpec[];

export const runHelp = `
A <cell> is its number, its id or a part of its title that no other has (--list shows them).
Cells before --from prepare the ground: on a fresh target those that change something run, those
that only look are skipped; with --resume on a run that is still up (--keep) none of them runs.

Exit codes: 0 passed · 1 a check failed · 2 wrong usage · 3 could not deploy or reach
            4 teardown incomplete · 130, 143 interrupted, after cleaning up

Examples:
  npm run lab -- er-ipsec-backup
  npm run lab -- er-ipsec-backup --step
  npm run lab -- ./my-lab/lab.ts --until 3 --keep
  npm run lab -- er-ipsec-backup --resume
`;
