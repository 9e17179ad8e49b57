import { renderMermaidSVG } from 'beautiful-mermaid';
import { escapeHtml } from './markdown-syntax.ts';

/** The page's own colours, so that a diagram is dark where the page is. */
const look = {
  bg: 'Canvas',
  fg: 'CanvasText',
  line: 'color-mix(in srgb, CanvasText 60%, Canvas)',
  font: 'system-ui',
  padding: 8,
  transparent: true,
};

/**
 * A Mermaid diagram drawn into the page, its source folded below it; undefined for one that cannot be drawn.
 * It loads nothing: the library's drawing would fetch a font.
 */
export function drawDiagram(source: string): string | undefined {
  try {
    const drawing = renderMermaidSVG(source, look).replaceAll(/@import url\([^)]*\);/g, '');
    return `<figure>
${drawing}
<details><summary>Mermaid</summary><pre><code>${escapeHtml(source)}</code></pre></details>
</figure>
`;
  } catch {
    return undefined;
  }
}
