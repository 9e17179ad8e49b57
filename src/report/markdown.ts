import type { JournalEvent, Topology } from '../lab/events.ts';
import { cellAnchor, renderStep } from './markdown-cell.ts';
import { renderSummary } from './markdown-summary.ts';
import { blocks, escapeInline, fence } from './markdown-syntax.ts';
import { renderMermaid } from './mermaid.ts';
import { buildModel } from './model.ts';
import type { RunModel, StepCellModel } from './model.ts';
import { closeProse, dropTitle, headingDepth } from './prose.ts';

/**
 * A run as a Markdown document that reads like a published walk-through, for GitHub and terminals.
 * Throws `journal-without-start` when the journal holds no run.
 */
export function renderMarkdown(events: readonly JournalEvent[]): string {
  return `${blocks(...renderBlocks(buildModel(events)))}\n`;
}

/** The document's blocks, its title first. Empty ones say nothing. */
export function renderBlocks(model: RunModel): readonly string[] {
  const pictures = picturesByCell(model);
  return [
    `# ${escapeInline(model.lab.title)}`,
    ...renderSummary(model),
    ...openingPicture(pictures),
    ...renderCells(model, pictures),
  ];
}

/** The topology that a cell's last deployment left, and the one before it. */
interface Picture {
  readonly topology: Topology;
  readonly before: Topology | undefined;
}

function picturesByCell(model: RunModel): ReadonlyMap<string, Picture> {
  const pictures = new Map<string, Picture>();
  let before: Topology | undefined;
  for (const cell of model.cells) {
    const topology = cell.kind === 'step' ? lastTopology(cell) : undefined;
    if (topology === undefined) continue;
    pictures.set(cell.id, { topology, before });
    before = topology;
  }
  return pictures;
}

const lastTopology = (cell: StepCellModel): Topology | undefined =>
  cell.last?.items.findLast((item) => item.kind === 'topology')?.topology;

/** What was deployed first opens the report; later deployments show their own where they change it. */
function openingPicture(pictures: ReadonlyMap<string, Picture>): readonly string[] {
  const [first] = pictures.values();
  return first === undefined ? [] : [fence('mermaid', renderMermaid(first.topology))];
}

function renderCells(model: RunModel, pictures: ReadonlyMap<string, Picture>): readonly string[] {
  const steps = new Map(
    model.cells.filter((cell) => cell.kind === 'step').map((cell) => [cell.id, cell]),
  );
  let depth = 1;
  return model.cells.map((cell, index) => {
    if (cell.kind === 'prose') {
      const markdown = index === 0 ? dropTitle(cell.markdown, model.lab.title) : cell.markdown;
      depth = headingDepth(markdown) ?? depth;
      return closeProse(markdown);
    }
    return blocks(
      `<a id="${cellAnchor(cell.id)}"></a>`,
      ...renderStep(cell, {
        depth: Math.min(6, depth + 1),
        steps,
        before: pictures.get(cell.id)?.before,
      }),
    );
  });
}
