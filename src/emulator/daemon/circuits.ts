import type { Cloud, CloudServices } from '../cloud.ts';

/** What all clouds offer and order at this moment, looked up by key. */
export function circuitsOf(clouds: () => readonly Cloud[]): CloudServices['circuits'] {
  const ends = () => clouds().flatMap((cloud) => cloud.circuits?.() ?? []);
  return {
    offer: (key) =>
      ends()
        .flatMap(({ offers }) => offers)
        .find((offer) => offer.key === key),
    order: (key) =>
      ends()
        .flatMap(({ orders }) => orders)
        .find((order) => order.key === key),
  };
}
