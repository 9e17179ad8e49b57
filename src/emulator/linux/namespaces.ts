import type { FabricLink } from '../fabric/fabric.ts';
import { onWorkbench, inNamespace } from './process/namespace.ts';
import { run } from './process/run.ts';
import { LinuxError } from './world.ts';

/** Makes network namespaces and veth pairs between them: one `ip` for all. */
export async function addNamespaces(
  nodes: readonly string[],
  links: readonly FabricLink[],
): Promise<void> {
  const lines = [...nodes.map((name) => `netns add ${name}`), ...links.map(addLink)];
  if (lines.length === 0) return;
  const owners = [...nodes, ...links.map((link) => link.ends[0].node)];
  const { stderr } = await run(onWorkbench(['ip', '-force', '-batch', '-']), {
    input: `${lines.join('\n')}\n`,
  });
  let said = '';
  for (const line of stderr.split('\n')) {
    const failed = /^Command failed -:(\d+)/.exec(line);
    if (!failed) {
      if (line !== '') said = line;
      continue;
    }
    const index = Number(failed[1]) - 1;
    // Left by an attempt that failed elsewhere.
    if (/File exists/.test(said)) continue;
    const node = owners[index] ?? '';
    throw new LinuxError(node, `ip ${lines[index]}`, `${node}: ip ${lines[index]}: ${said}`);
  }
}

/** Removes links, by the node of their first end that there is. */
export async function removeLinks(links: readonly FabricLink[]): Promise<void> {
  const byNode = Map.groupBy(links, (link) => link.ends[0].node);
  await Promise.all(
    [...byNode].map(([node, itsLinks]) =>
      run(inNamespace(node, ['ip', '-force', '-batch', '-']), {
        // What is gone already need not be removed.
        input: itsLinks.map((link) => `link del dev ${link.ends[0].device}\n`).join(''),
      }),
    ),
  );
}

/** The kernel takes the last of a namespace when its last process has ended. */
export async function removeNamespaces(nodes: readonly string[]): Promise<void> {
  if (nodes.length === 0) return;
  await run(onWorkbench(['ip', '-force', '-batch', '-']), {
    input: nodes.map((name) => `netns del ${name}\n`).join(''),
  });
}

function addLink({ ends: [one, other] }: FabricLink): string {
  return (
    `link add ${one.device} netns ${one.node} type veth ` +
    `peer name ${other.device} netns ${other.node}`
  );
}
