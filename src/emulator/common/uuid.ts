/** A UUID (version 4, RFC 9562) of the first 128 bits of a hexadecimal digest: the same digest, the same UUID. */
export function uuidOfDigest(hex: string): string {
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
