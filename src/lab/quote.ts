/** A word as a POSIX shell takes it for one: `it's` becomes `'it'\''s'`, and `eth0` stays as it is. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
