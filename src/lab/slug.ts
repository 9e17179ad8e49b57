const longest = 60;

/** Lower case words joined by hyphens: `VM1 pings 8.8.4.4` becomes `vm1-pings-8-8-4-4`. */
export function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  let joined = '';
  for (const word of words) {
    const next = joined === '' ? word : `${joined}-${word}`;
    if (next.length > longest) return joined === '' ? word.slice(0, longest) : joined;
    joined = next;
  }
  return joined === '' ? 'untitled' : joined;
}
