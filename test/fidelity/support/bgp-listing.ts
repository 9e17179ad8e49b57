import type { TableRow } from '../../../src/lab/table.ts';
import type { Reading } from './published-table.ts';

/** Columns of `show ip bgp … routes`, as FRR and Cisco print them. */
export const bgpColumns = ['Status', 'Network', 'Next Hop', 'Metric', 'LocPrf', 'Weight', 'Path'];

/**
 * The listing of `show ip bgp neighbors <neighbor> advertised-routes` or `received-routes`, from what `vtysh` printed: a
 * reader of the report sees the same text.
 */
export function bgpListing(neighbor: string, direction: 'advertised' | 'received'): Reading {
  const wanted = new RegExp(
    `show (ip )?bgp .*neighbors? ${neighbor.replaceAll('.', '\\.')} ${direction}-routes`,
  );
  return ({ commands }) => {
    const output = commands.find(({ text }) => wanted.test(text))?.output ?? '';
    return parseBgpListing(output);
  };
}

/**
 * Numbers end where their heading ends; which of them are there cannot be told otherwise. A long network has its next hop
 * on the next line, and one with several next hops is printed once.
 */
export function parseBgpListing(output: string): readonly TableRow[] {
  const lines = output.split('\n').map((line) => line.trimEnd());
  const at = lines.findIndex((line) => /^\s*Network\s+Next Hop\s+Metric/.test(line));
  const heading = lines[at];
  if (heading === undefined) return [];
  const pathStart = heading.indexOf('Path');
  const numberEnds = ['Metric', 'LocPrf', 'Weight'].map((name) => ({
    name,
    end: heading.indexOf(name) + name.length,
  }));
  const rows: TableRow[] = [];
  let network = '';
  for (const line of lines.slice(at + 1)) {
    const found =
      /^\s*(?<status>[sdh*>irSRm=bfxac]+)?\s+(?<network>\d[\d.]*(?:\/\d+)?)?\s*(?<hop>\d[\d.]*(?=\s|$))?/.exec(
        line,
      );
    if (line.trim() === '' || found === null) break;
    const { status = '', hop } = found.groups ?? {};
    network = found.groups?.['network'] ?? network;
    if (hop === undefined) continue;
    const numbers = [...line.slice(0, pathStart).matchAll(/(?<=\s)\d+(?=\s|$)/g)].map((number) => ({
      end: number.index + number[0].length,
      text: number[0],
    }));
    rows.push({
      Status: status,
      Network: network,
      'Next Hop': hop,
      ...Object.fromEntries(
        numberEnds.map(({ name, end }) => [
          name,
          numbers.find((number) => number.end === end)?.text ?? '-',
        ]),
      ),
      Path: line.slice(pathStart).trim(),
    });
  }
  return rows;
}
