/** Runs one scenario inside an enclosure: `enclosed-worker.ts <URL of its module> <scenario> <marker>`. */
import { prepareEnclosure } from '../../../../src/emulator/linux/prepare.ts';
import type { Scenarios } from './enclosed.ts';

const [module = '', name = '', marker = ''] = process.argv.slice(2);
const { folder } = await prepareEnclosure();
const { scenarios } = (await import(module)) as { readonly scenarios: Scenarios };
const scenario = scenarios[name];
if (!scenario) throw new Error(`no scenario ${name} in ${module}`);
const seen = await scenario(folder);
process.stdout.write(`${marker} ${JSON.stringify(seen)}\n`, () => process.exit(0));
