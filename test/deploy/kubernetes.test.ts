import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { readYaml } from '../ci/yaml.ts';
import { temporaryFolder } from '../support/tiny-lab.ts';

interface KubernetesJob {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly backoffLimitPerIndex?: number;
    readonly activeDeadlineSeconds: number;
    readonly template: {
      readonly spec: {
        readonly hostUsers: boolean;
        readonly automountServiceAccountToken: boolean;
        readonly restartPolicy: string;
        readonly containers: readonly [
          {
            readonly args: readonly string[];
            readonly env?: readonly { readonly name: string; readonly value: string }[];
            readonly securityContext: Readonly<Record<string, unknown>>;
            readonly resources: Readonly<Record<string, Readonly<Record<string, string>>>>;
            readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
          },
        ];
        readonly volumes: readonly {
          readonly name: string;
          readonly persistentVolumeClaim: { readonly claimName: string };
        }[];
      };
    };
  };
}

const labs = readYaml<KubernetesJob>('deploy/kubernetes/labs.yaml');
const merge = readYaml<KubernetesJob>('deploy/kubernetes/merge.yaml');
const volume = readYaml<{
  kind: string;
  metadata: { name: string };
  spec: { accessModes: string[] };
}>('deploy/kubernetes/volume.yaml');

test('as many shards as completions, each tried once', (t) => {
  const { completionMode, completions, parallelism, backoffLimitPerIndex, template } = labs.spec;
  t.is(completionMode, 'Indexed');
  const [{ args, env = [] }] = template.spec.containers;
  t.deepEqual(args, ['shard']);
  t.is(env.find(({ name }) => name === 'WIREBOOK_SHARDS')?.value, String(completions));
  t.is(parallelism, completions);
  t.is(backoffLimitPerIndex, 0);
});

test('root of a user namespace of the pod’s own, never of the node', (t) => {
  for (const { spec } of [labs, merge]) {
    const pod = spec.template.spec;
    t.false(pod.hostUsers);
    t.false(pod.automountServiceAccountToken);
    t.is(pod.restartPolicy, 'Never');
  }
  const [{ securityContext }] = labs.spec.template.spec.containers;
  t.deepEqual(securityContext, { privileged: true, runAsUser: 0, runAsGroup: 0 });
  t.is(merge.spec.template.spec.containers[0].securityContext['privileged'], undefined);
});

test('both write to one volume that several nodes can mount, where the entrypoint looks for it', (t) => {
  t.deepEqual(volume.spec.accessModes, ['ReadWriteMany']);
  for (const { spec } of [labs, merge]) {
    const { volumes, containers } = spec.template.spec;
    t.deepEqual(volumes, [
      { name: 'reports', persistentVolumeClaim: { claimName: volume.metadata.name } },
    ]);
    t.deepEqual(containers[0].volumeMounts, [{ name: 'reports', mountPath: '/reports' }]);
    t.truthy(containers[0].resources['requests']?.['cpu']);
    t.truthy(containers[0].resources['limits']?.['memory']);
  }
});

test('the program waits for the labs, then merges, and tells how they ended', (t) => {
  const good = drive(t, ['', 'Complete'], ['', '', 'Complete']);
  t.is(good.status, 0, good.stderr);
  t.deepEqual(
    good.changes.map((call) => call.replace(/--filename \S*\//, '')),
    [
      'apply volume.yaml',
      'delete job wirebook-labs wirebook-merge --ignore-not-found --wait',
      'apply labs.yaml',
      'apply merge.yaml',
      'logs job/wirebook-merge',
    ],
  );
  t.is(drive(t, ['Failed'], ['Complete']).status, 1);
  const noPage = drive(t, ['Complete'], ['Failed']);
  t.is(noPage.status, 3);
  t.regex(noPage.stderr, /page could not be made: kubectl --namespace night logs/);
});

/** Runs it with a `kubectl` for which the jobs' conditions are these, one after the other. */
function drive(t: ExecutionContext, ofLabs: readonly string[], ofMerge: readonly string[]) {
  const folder = temporaryFolder(t);
  const calls = join(folder, 'calls');
  for (const [name, conditions] of Object.entries({ labs: ofLabs, merge: ofMerge })) {
    writeFileSync(join(folder, name), `${conditions.join('\n')}\n`);
  }
  const kubectl = join(folder, 'kubectl');
  writeFileSync(
    kubectl,
    `#!/bin/sh
cd '${folder}'
[ "$1 $2" = "--namespace night" ] || exit 9
shift 2
case "$*" in
  *completedIndexes*) echo 'passed: 0-4, failed: ' ;;
  get*)
    name=\${2#job/wirebook-}
    head -n 1 "$name"
    [ "$(wc -l <"$name")" -lt 2 ] || sed -i 1d "$name"
    ;;
  *) echo "$*" >>calls ;;
esac
`,
  );
  chmodSync(kubectl, 0o755);
  const { status, stderr } = spawnSync('sh', ['deploy/kubernetes/run.sh', 'night'], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, WIREBOOK_POLL: '0.05' },
  });
  const changes = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  return { status, stderr, changes };
}
