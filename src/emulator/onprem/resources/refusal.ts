import { ProviderError } from '../../terraform/provider.ts';

/** Refusals, each with what is wrong and what would be right. */
export const invalid = (message: string): ProviderError =>
  new ProviderError('InvalidArgument', message);
export const taken = (message: string): ProviderError =>
  new ProviderError('AlreadyExists', message);
export const notFound = (message: string): ProviderError => new ProviderError('NotFound', message);
export const inUse = (message: string): ProviderError => new ProviderError('InUse', message);
