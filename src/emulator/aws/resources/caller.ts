/** The one user of the account. */
export function callerOf(accountId: string): { readonly arn: string; readonly userId: string } {
  return { arn: `arn:aws:iam::${accountId}:user/wirebook`, userId: 'AIDAWIREBOOKEXAMPLE01' };
}
