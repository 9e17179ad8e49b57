import { runHelp, runOptions } from './options.ts';
import { sweepHelp, sweepOptions } from './sweep-flags.ts';
import type { VerbSpec } from './verb.ts';

/** All verbs, in the order in which help shows them. */
export const verbs: readonly VerbSpec[] = [
  {
    name: 'run',
    usage: '[lab]',
    description: 'run a lab: a name in labs/, or the path of a lab file (the default command)',
    options: runOptions,
    help: runHelp,
    isDefault: true,
    run: async (context, call) => (await import('./verbs/run.ts')).run(context, call),
  },
  {
    name: 'list',
    usage: '',
    description: 'show the labs',
    options: [],
    run: async (context) => (await import('./verbs/list.ts')).list(context),
  },
  {
    name: 'status',
    usage: '[lab]',
    description: 'show what runs, what is still up, and how the last runs ended',
    options: [],
    run: async (context, call) => (await import('./verbs/status.ts')).status(context, call),
  },
  {
    name: 'ssh',
    usage: '<lab> <machine> [command...]',
    description:
      'open a shell on a machine of a lab that is up (or in a cloud’s router, on the local cloud), or run a command there',
    options: [],
    help: '\nExamples:\n  npm run lab -- ssh er-ipsec-backup vm1\n  npm run lab -- ssh er-ipsec-backup vm1 -- ip route\n  npm run lab -- ssh er-ipsec-backup vng1 -- vtysh -c "show ip bgp"\n',
    passThrough: true,
    run: async (context, call) => (await import('./verbs/ssh.ts')).ssh(context, call),
  },
  {
    name: 'up',
    usage: '<name>',
    description: "start a local cloud with nothing in it, for the clouds' own command lines",
    options: [
      { flags: '--empty', description: 'with nothing in it (the only kind there is)' },
      {
        flags: '--timers <kind>',
        description: 'BGP and IKE timers: seconds, or those of the real clouds',
        choices: ['fast', 'real'],
        default: 'fast',
      },
      { flags: '--yes', description: 'install what is missing on this machine without asking' },
    ],
    run: async (context, call) => (await import('./verbs/up.ts')).up(context, call),
  },
  {
    name: 'shell',
    usage: '<lab> [command...]',
    description: 'open a shell in which aws, az, gcloud, ssh and curl speak to a lab that is up',
    options: [],
    help: '\nExamples:\n  npm run lab -- shell er-ipsec-backup\n  npm run lab -- shell er-ipsec-backup -- az network vnet list -o table\n',
    passThrough: true,
    run: async (context, call) => (await import('./verbs/shell.ts')).shell(context, call),
  },
  {
    name: 'destroy',
    usage: '<lab>',
    description: 'remove what a lab left up',
    options: [],
    run: async (context, call) => (await import('./verbs/destroy.ts')).destroy(context, call),
  },
  {
    name: 'sweep',
    usage: '',
    description: 'show what runs left in the real clouds and has expired; --delete removes it',
    options: sweepOptions,
    help: sweepHelp,
    run: async (context, call) => (await import('./verbs/sweep.ts')).sweep(context, call),
  },
  {
    name: 'report',
    usage: '<lab> [run] [other...]',
    description:
      "show a run's report (default: the newest run); merge: one page over many; diff: what differs between two",
    options: [
      { flags: '--markdown', description: 'the Markdown as it is' },
      { flags: '--html', description: 'one page that needs nothing else' },
      {
        flags: '--limit <bytes>',
        description:
          'with --markdown or merge: shorten the Markdown to this size, captured output first',
      },
    ],
    help: '\nExamples:\n  npm run lab -- report er-ipsec-backup\n  npm run lab -- report merge night-1 night-2\n  npm run lab -- report diff er-ipsec-backup/<run> er-ipsec-backup\n',
    async run(context, call) {
      const [first] = call.operands;
      if (first === 'merge') {
        return (await import('./verbs/report-merge.ts')).reportMerge(context, call);
      }
      if (first === 'diff')
        return (await import('./verbs/report-diff.ts')).reportDiff(context, call);
      return (await import('./verbs/report.ts')).report(context, call);
    },
  },
  {
    name: 'graph',
    usage: '<lab> [run]',
    description: "show the topology of a lab's newest run, or of the one named, as Mermaid",
    options: [],
    run: async (context, call) => (await import('./verbs/graph.ts')).graph(context, call),
  },
  {
    name: 'new',
    usage: '<name>',
    description: 'write a small working lab of your own',
    options: [],
    run: async (context, call) => (await import('./verbs/new.ts')).newLab(context, call),
  },
  {
    name: 'doctor',
    usage: '[lab]',
    description: 'show what is there and what is missing: on this machine, or for real clouds',
    options: [
      {
        flags: '--on <target>',
        description:
          'what to look at: this machine for the local cloud, or the real clouds (for one lab, or for all)',
        choices: ['local', 'cloud'],
        default: 'local',
      },
      { flags: '--mend', description: 'install what is missing' },
      { flags: '--yes', description: 'install without asking' },
      { flags: '--for-tests', description: 'say nothing when all is there', hidden: true },
    ],
    run: async (context, call) => (await import('./verbs/doctor.ts')).doctor(context, call),
  },
];
