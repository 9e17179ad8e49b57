/** The import boundaries of docs/architecture.md: each room, and what it may import of ours. */
const rooms = {
  '^labs/': ['^labs/', '^steps/', '^stacks/', '^src/lab/'],
  '^steps/': ['^steps/', '^src/lab/'],
  '^stacks/': ['^stacks/', '^src/lab/'],
  '^src/lab/': ['^src/lab/'],
  '^src/runner/': ['^src/runner/', '^src/lab/'],
  // The clouds' own SDKs, with clients that are handed in.
  '^src/sweep/': ['^src/sweep/', '^src/lab/'],
  '^src/report/': ['^src/report/', '^src/lab/'],
  '^src/system/': ['^src/system/', '^src/lab/', '^src/emulator/linux/enclosure\\.ts$'],
  '^src/emulator/': ['^src/emulator/'],
  // A target starts the daemon and speaks its API; of the emulator it knows the protocol and the enclosure only.
  '^src/targets/': ['^src/targets/', '^src/lab/', '^src/emulator/daemon/(protocol|launch)\\.ts$'],
};

const ours = '^(labs|steps|stacks|src)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([from, allowed]) => ({
      name: `boundary ${from}`,
      severity: 'error',
      from: { path: from },
      to: { path: ours, pathNot: allowed },
    })),
    {
      name: 'clouds-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/emulator/(azure|aws|google|oci|onprem)/' },
      to: { path: '^src/emulator/(azure|aws|google|oci|onprem)/', pathNot: '^src/emulator/$1/' },
    },
    {
      name: 'the-fabric-knows-no-cloud',
      severity: 'error',
      from: { path: '^src/emulator/(fabric|linux|terraform|net)/' },
      to: { path: '^src/emulator/', pathNot: '^src/emulator/(fabric|linux|terraform|net)/' },
    },
    {
      name: 'what-clouds-share-knows-no-cloud',
      severity: 'error',
      from: { path: '^src/emulator/common/' },
      to: { path: '^src/emulator/', pathNot: '^src/emulator/(common|fabric|net|terraform)/' },
    },
    {
      name: 'cdktf-behind-one-module',
      severity: 'error',
      from: { path: ours, pathNot: '^stacks/cdktf\\.ts$' },
      to: { path: '^node_modules/(cdktf|cdktn)/' },
    },
    {
      name: 'providers-by-deep-path',
      severity: 'error',
      from: { path: ours },
      to: { path: '^node_modules/@cdktf/provider-[^/]+/lib/index\\.' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: ours },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^test/' },
  },
};
