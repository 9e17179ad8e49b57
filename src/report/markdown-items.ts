import type { PlannedChange, Topology } from '../lab/events.ts';
import type { Table } from '../lab/table.ts';
import { renderCommands } from './markdown-commands.ts';
import { renderFailedCheck, renderPassedChecks, renderTable } from './markdown-checks.ts';
import { blocks, escapeInline, fence, fold, markdownTable, tableCell } from './markdown-syntax.ts';
import { renderMermaid, topologyChanges } from './mermaid.ts';
import type { ItemKind, ItemModel, ItemOf } from './model.ts';
import { driftCounts, planCounts, planLines, resourceSummary } from './plan.ts';
import { count, formatBytes, oneLine } from './text.ts';
import { verdicts } from './verdicts.ts';

/** Plans longer than this fold. */
const planLimit = 24;

/** What a step recorded, in its order. */
export function renderItems(
  items: readonly ItemModel[],
  before: Topology | undefined,
): readonly string[] {
  const lastTopology = items.findLast((item) => item.kind === 'topology');
  return runsOf(items).map((run) => {
    const [item] = run;
    if (item === undefined) return '';
    switch (item.kind) {
      case 'command':
        return renderCommands(ofKind(run, 'command'));
      case 'check':
        return item.passed ? renderPassedChecks(ofKind(run, 'check')) : renderFailedCheck(item);
      case 'table':
        return blocks(`**${escapeInline(item.title)}**`, renderTable(item.table));
      case 'plan':
        return renderPlan(item);
      case 'resources':
        return renderResources(item);
      case 'topology':
        return item === lastTopology ? renderTopology(item.topology, before) : '';
      case 'difference':
        return renderDifference(item);
      case 'file':
        return `[${escapeInline(item.title)}](${encodeURI(item.path)}) (${formatBytes(item.bytes)})`;
      default:
        return item satisfies never;
    }
  });
}

/** Neighbours that are told together: commands, and checks that passed. */
function runsOf(items: readonly ItemModel[]): readonly (readonly ItemModel[])[] {
  const runs: ItemModel[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && together(last, item)) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

function together(a: ItemModel, b: ItemModel): boolean {
  if (a.kind === 'command') return b.kind === 'command';
  return a.kind === 'check' && b.kind === 'check' && a.passed && b.passed;
}

function ofKind<K extends ItemKind>(items: readonly ItemModel[], kind: K): readonly ItemOf<K>[] {
  return items.filter((item): item is ItemOf<K> => item.kind === kind);
}

function renderPlan({ drift, changes }: ItemOf<'plan'>): string {
  return blocks(
    drift.length === 0 ? '' : `**Changed outside Terraform:** ${driftCounts(drift)}`,
    planBlock(drift),
    `**Terraform's plan:** ${planCounts(changes)}`,
    planBlock(changes),
  );
}

function planBlock(changes: readonly PlannedChange[]): string {
  if (changes.length === 0) return '';
  const lines = planLines(changes);
  const block = fence('diff', lines.join('\n'));
  return lines.length > planLimit ? fold(`… ${lines.length} lines`, block) : block;
}

function renderResources({ resources }: ItemOf<'resources'>): string {
  const failed = resources.filter(({ status }) => status === 'failed');
  const unfinished = resources.filter(({ status }) => status === 'started');
  return blocks(
    resources.some(({ status }) => status === 'done')
      ? `${escapeInline(resourceSummary(resources))}.`
      : '',
    failed
      .map(
        ({ address, error = 'it gave no reason' }) =>
          `- ${verdicts.failed.mark} ${escapeInline(address)}: ${escapeInline(error)}`,
      )
      .join('\n'),
    unfinished.length === 0
      ? ''
      : `${count(unfinished.length, 'resource')} begun and without an end: ${escapeInline(unfinished.map(({ address }) => address).join(', '))}.`,
  );
}

/** A picture only where it differs from the one a reader has seen. */
function renderTopology(topology: Topology, before: Topology | undefined): string {
  if (before === undefined) return '';
  const changes = topologyChanges(before, topology);
  if (changes.length === 0) return '';
  return blocks(
    '**The topology has changed:**',
    changes.map((line) => `- ${escapeInline(line)}`).join('\n'),
    fence('mermaid', renderMermaid(topology, before)),
  );
}

function renderDifference({ title, tables }: ItemOf<'difference'>): string {
  return blocks(`**${escapeInline(title)}**`, ...tables.map(renderTableDifference));
}

type DifferenceTable = ItemOf<'difference'>['tables'][number];

function renderTableDifference({ title, columns, added, removed }: DifferenceTable): string {
  if (added.length + removed.length === 0) return `${escapeInline(title)}: no change.`;
  const rows = (sign: string, of: Table['rows']): readonly (readonly string[])[] =>
    of.map((row) => [sign, ...columns.map((column) => tableCell(row[column] ?? ''))]);
  return blocks(
    `${escapeInline(oneLine(title))}: ${[
      ...(added.length === 0 ? [] : [`${added.length} new`]),
      ...(removed.length === 0 ? [] : [`${removed.length} gone`]),
    ].join(', ')}`,
    markdownTable(
      ['', ...columns.map(tableCell)],
      [...rows('**−**', removed), ...rows('**+**', added)],
    ),
  );
}
