import { isSet, type Screen } from './screen.ts';

/** Makes sure that this machine has what the local cloud needs; asks before it uses sudo. */
export async function readySystem(
  screen: Screen,
  yes: boolean,
  options: { readonly forTests?: boolean } = {},
): Promise<void> {
  const { mend } = await import('../system/index.ts');
  await mend({
    ...(options.forTests === true && { forOrdinaryUser: true }),
    report: (line) => screen.err(line),
    async consent(question) {
      if (yes || isSet(process.env['CI'])) return true;
      if (!screen.interactive) return false;
      const { confirm } = await import('@inquirer/prompts');
      return confirm({ message: question, default: true }, { output: process.stderr });
    },
  });
}
