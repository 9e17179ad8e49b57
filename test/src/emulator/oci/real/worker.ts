/** Runs one scenario inside an enclosure: `worker.ts <scenario> <marker>`. */
import { prepareEnclosure } from '../../../../../src/emulator/linux/prepare.ts';
import { scenarios } from './scenarios.ts';

const [name = '', marker = ''] = process.argv.slice(2);
const { folder } = await prepareEnclosure();
const seen = await scenarios[name as keyof typeof scenarios](folder);
process.stdout.write(`${marker} ${JSON.stringify(seen)}\n`, () => process.exit(0));
