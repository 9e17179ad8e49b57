import type { CircuitEnds } from '../../cloud.ts';
import { isGone } from '../resources/kind.ts';
import type { Resources } from '../resources/store.ts';
import { isOrder, orderOf } from './circuit-state.ts';

/** Virtual circuits as the other parties see them: orders at Azure, offers to partners. */
export function circuitEnds(resources: Resources): CircuitEnds {
  const circuits = resources.all('virtualCircuits').filter((circuit) => !isGone(circuit));
  return {
    orders: circuits.flatMap((circuit) => orderOf(circuit) ?? []),
    offers: circuits.filter((circuit) => !isOrder(circuit)).map(({ id: key }) => ({ key })),
  };
}
