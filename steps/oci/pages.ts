/** All items of a list that comes in pages. */
export async function allPages<Item>(
  signal: AbortSignal,
  list: (
    page: { readonly page: string } | Record<never, never>,
  ) => Promise<{ readonly items: readonly Item[]; readonly opcNextPage?: string }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let page: string | undefined;
  do {
    signal.throwIfAborted();
    const answer = await list(page === undefined ? {} : { page });
    items.push(...answer.items);
    page = answer.opcNextPage || undefined;
  } while (page !== undefined);
  return items;
}
