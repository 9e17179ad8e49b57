import type { CircuitLinkName } from './model.ts';
import { taken } from './refusal.ts';
import type { Resources } from './store.ts';

/** A link of a circuit ends at one router. `owner` is whoever wants it now. */
export function refuseTakenWire(
  key: string,
  link: CircuitLinkName,
  owner: string,
  resources: Resources,
): void {
  const circuits = resources
    .all('circuitLinks')
    .filter((it) => it.circuitKey === key && it.link === link)
    .map(({ id }) => id);
  const exchanges = resources
    .all('exchangeRouters')
    .filter(({ azure, oci }) =>
      [azure, oci].some(
        (side) => side.circuitKey === key && side.addresses.some((it) => it.link === link),
      ),
    )
    .map(({ id }) => id);
  const holder = [...circuits, ...exchanges].find((id) => id !== owner);
  // The key itself is a secret: whoever has it may take the circuit.
  if (holder !== undefined)
    throw taken(`The ${link} link of the circuit ends at ${holder} already.`);
}
