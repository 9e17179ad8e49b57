import type { Machine, Ref, RouteTable } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { putRoute } from './aws/routes.ts';
import { vpcRoutesView } from './aws/views.ts';
import { expectRows } from './expect-rows.ts';

export interface RouteParameters {
  readonly table: Ref<RouteTable>;
  /** Destination prefix: `10.3.0.0/24`. */
  readonly prefix: string;
  /** The machine that forwards it. Its source/destination check has to be off. */
  readonly to: Ref<Machine>;
}

export type RouteResult = { readonly prefix: string; readonly instanceId: string };

/**
 * Adds a route to an AWS route table whose next hop is a machine, as one would in the console, or
 * turns the one that is there to it. It is made beside Terraform, through the SDK.
 *
 * @example
 * ```ts
 * step(route({ table: routeTable, prefix: '10.3.0.0/24', to: vpn }));
 * ```
 */
export function route(parameters: RouteParameters): Step<RouteResult> {
  const { table, prefix, to } = parameters;
  return {
    kind: 'route',
    title: `Route ${prefix} to ${to.ref} in ${table.ref}`,
    uses: [table, to],
    async run(context) {
      const handle = context.resolve(table);
      const { id: instanceId } = context.resolve(to);
      await putRoute(context, handle, prefix, instanceId);
      const view = vpcRoutesView(await context.aws(), handle);
      await expectRows(context, {
        view: { ...view, title: `Route to ${prefix} in ${handle.name}` },
        expect: [{ destinationCidrBlock: prefix, state: 'active', instanceId }],
        within: undefined,
        ignore: (row) => row.destinationCidrBlock !== prefix,
      });
      return { prefix, instanceId };
    },
  };
}
