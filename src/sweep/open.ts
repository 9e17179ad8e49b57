import type { CloudClients } from '../lab/target.ts';
import type { SweptCloud, Sweeper } from './leftover.ts';

/** The sweeper of one cloud; its SDK is loaded only now. Throws when there are no credentials. */
export async function openSweeper(cloud: SweptCloud, clients: CloudClients): Promise<Sweeper> {
  switch (cloud) {
    case 'azure':
      return await (await import('./azure.ts')).azureSweeper(await clients.azure());
    case 'aws':
      return (await import('./aws.ts')).awsSweeper(await clients.aws());
    case 'google':
      return (await import('./google.ts')).googleSweeper(await clients.google());
    default:
      return cloud satisfies never;
  }
}

/** Whether an error says that there is nobody to ask as, rather than that asking went wrong. */
export function isWithoutCredentials(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === 'credentials-missing') return true;
  // @azure/identity tells of each place where it looked; a secret that was there and was refused is another matter.
  if (error.name === 'AggregateAuthenticationError' && 'errors' in error) {
    return Array.isArray(error.errors) && error.errors.every(isWithoutCredentials);
  }
  return (
    ['CredentialUnavailableError', 'CredentialsProviderError'].includes(error.name) ||
    error.message.startsWith('Could not load the default credentials')
  );
}
