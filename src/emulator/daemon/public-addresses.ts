/** Public addresses of the emulated internet, given in a stable order. */
export interface PublicAddresses {
  allocate(): string;
  release(address: string): void;
}

/** `base` is the first three octets' network, such as `20.61.0.0`; 65 000 addresses from there. */
export function createPublicAddresses(base: string): PublicAddresses {
  const [first, second] = base.split('.');
  const used = new Set<number>();
  const text = (index: number) =>
    `${first}.${second}.${Math.floor(index / 250)}.${(index % 250) + 4}`;
  return {
    allocate() {
      let index = 0;
      while (used.has(index)) index++;
      used.add(index);
      return text(index);
    },
    release(address) {
      const [, , third = 0, fourth = 0] = address.split('.').map(Number);
      used.delete(third * 250 + fourth - 4);
    },
  };
}
