import { Marked } from 'marked';
import { drawDiagram } from './html-diagram.ts';
import { escapeHtml } from './markdown-syntax.ts';

/**
 * A Markdown report as one page that needs nothing else: no network, no script. Topologies are drawn.
 * Import it when needed: it loads a Markdown parser and what lays diagrams out.
 */
export function renderHtml(markdown: string): string {
  const title = /^# +(.+)$/m.exec(markdown)?.[1]?.replaceAll(/\\(?=[^\w\s])/g, '') ?? 'Report';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${marked.parse(markdown, { async: false })}</main>
</body>
</html>
`;
}

const marked = new Marked({
  gfm: true,
  renderer: {
    code: ({ lang, text }) => (lang === 'mermaid' ? drawDiagram(text) : undefined) ?? false,
  },
});

const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { border-bottom: 1px solid var(--line); padding-bottom: .3em; }
h2, h3, h4 { margin-top: 1.6em; }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: .35em .8em; text-align: left; }
tr:nth-child(even) { background: var(--soft); }
code, pre { font: 85%/1.45 ui-monospace, monospace; }
:not(pre) > code { background: var(--soft); padding: .15em .35em; border-radius: 4px; }
pre { background: var(--soft); padding: 1em; border-radius: 6px; overflow: auto; }
pre > code { font-size: inherit; }
blockquote { margin: 1em 0; padding: .1em 1em; border-left: 4px solid #cf222e; background: var(--soft); }
figure { margin: 1.5em 0; }
figure svg { display: block; max-width: 100%; height: auto; }
summary { cursor: pointer; color: #57606a; }
`;
