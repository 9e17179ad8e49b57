import { decodeEntities } from './terminal-inline.ts';

/**
 * A topology in words, one line each, from the Mermaid that `mermaid.ts` writes; undefined for any
 * other Mermaid, of which only the source can be shown.
 */
export function describeMermaid(source: string): readonly string[] | undefined {
  const [first, ...lines] = source.split('\n');
  if (first !== 'flowchart LR') return undefined;
  const state: State = { groups: [], loose: [], edges: [], labels: new Map(), open: undefined };
  return lines.every((line) => read(line.trim(), state)) ? describe(state) : undefined;
}

interface State {
  readonly groups: { readonly label: string; readonly nodes: string[] }[];
  /** Nodes in no group. */
  readonly loose: string[];
  readonly edges: string[];
  readonly labels: Map<string, string>;
  open: State['groups'][number] | undefined;
}

/** Whether the line was understood. */
function read(line: string, state: State): boolean {
  const group = /^subgraph (g\d+)\["(.*)"\]$/.exec(line);
  if (group !== null) {
    state.open = { label: labelText(group[2]), nodes: [] };
    state.groups.push(state.open);
    state.labels.set(group[1] ?? '', firstLine(group[2]));
    return true;
  }
  if (line === 'end') {
    state.open = undefined;
    return true;
  }
  const node = /^(n\d+)(?:\[|\{\{|\(|\(\[)"(.*)"(?:\]|\}\}|\)|\]\))$/.exec(line);
  if (node !== null) {
    (state.open?.nodes ?? state.loose).push(labelText(node[2]));
    state.labels.set(node[1] ?? '', firstLine(node[2]));
    return true;
  }
  const edge = /^([gn]\d+) (---|-\.-|===)(?:\|"(.*)"\|)? ([gn]\d+)$/.exec(line);
  if (edge !== null) {
    const [, from = '', sign = '', label, to = ''] = edge;
    const name = (id: string): string => state.labels.get(id) ?? id;
    const about = label === undefined ? '' : `  ${labelText(label)}`;
    state.edges.push(`${name(from)} ${strokes[sign] ?? sign} ${name(to)}${about}`);
    return true;
  }
  return line.startsWith('linkStyle ');
}

const strokes: Readonly<Record<string, string>> = { '---': '───', '-.-': '╌╌╌', '===': '═══' };

const unescape = (text: string): string =>
  decodeEntities(
    text.replaceAll(/#(?:(\d+)|(\w+));/g, (_, code?: string, name?: string) =>
      code === undefined ? `&${name};` : `&#${code};`,
    ),
  );
const labelText = (text = ''): string => unescape(text.replaceAll('<br/>', ', '));
const firstLine = (text = ''): string => unescape(text.split('<br/>')[0] ?? '');

const describe = ({ groups, loose, edges }: State): readonly string[] => [
  ...groups.map(({ label, nodes }) =>
    nodes.length === 0 ? label : `${label}: ${nodes.join(' · ')}`,
  ),
  ...loose,
  ...(edges.length === 0 ? [] : ['', ...edges]),
];
