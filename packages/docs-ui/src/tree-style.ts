/** Colours that tell scopes apart, in the order in which they are declared; after the last the first comes again. */
export const SCOPE_COLOURS = 8

const HUES = [212, 150, 32, 280, 350, 185, 60, 320]

const chips = (saturation: number, ink: number, line: number, paper: number): string =>
  HUES.map(
    (hue, index) =>
      `.scope-${index} { color: hsl(${hue} ${saturation}% ${ink}%); border-color: hsl(${hue} ${saturation}% ${line}%); background: hsl(${hue} ${saturation}% ${paper}%); }`,
  ).join('\n')

/**
 * The tree page. On a wide screen flat trees grow to the right; all others, and all on paper, grow downwards.
 */
export const TREE_STYLE = `:root {
  color-scheme: light dark;
  --paper: #f6f8fa; --card: #fff; --ink: #17212b; --soft: #5b6b7b; --line: #b9c6d3; --hair: #e1e8ee;
  --scheme: #1f3b57; --on-scheme: #fff; --warn: #9a4a00; --warn-paper: #fff3e0;
}
body { background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.15rem; }
.lead { max-width: 44rem; margin: 0.4rem 0 0; color: var(--soft); }
code { font: 0.9em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.icon { width: 1em; height: 1em; flex: none; vertical-align: -0.125em; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.scope { display: inline-block; padding: 0 0.5em; border: 1px solid; border-radius: 1em; font: 600 0.8rem/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: nowrap; }
${chips(62, 26, 62, 94)}
.method { display: inline-block; min-width: 3.6em; padding: 0 0.45em; border-radius: 0.3em; background: #4b5b6b; color: #fff; font: 700 0.75rem/1.7 ui-monospace, Menlo, Consolas, monospace; text-align: center; }
.get { background: #1d6fb8; } .post { background: #1f7a4d; } .put { background: #8a5a00; } .patch { background: #6a4bb0; } .delete { background: #b3261e; }

.table { overflow-x: auto; border: 1px solid var(--hair); border-radius: 0.6rem; background: var(--card); }
table { border-collapse: collapse; min-width: 100%; font-size: 0.9rem; }
th, td { position: relative; padding: 0.45rem 0.9rem; border-top: 1px solid var(--hair); text-align: center; }
thead tr:first-child th { border-top: 0; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; vertical-align: bottom; }
tbody th { width: 99%; min-width: 9rem; text-align: left; font-weight: 400; }
tbody th a { color: inherit; text-decoration: none; }
tbody th a:hover, tbody th a:focus-visible { text-decoration: underline; }
.group { border-left: 1px solid var(--hair); }
.open td, .warning { background: var(--warn-paper); color: var(--warn); }
.legend { display: flex; flex-wrap: wrap; gap: 0.35rem 1.5rem; margin: 0.9rem 0 0; padding: 0; color: var(--soft); font-size: 0.9rem; list-style: none; }

.routes { margin: 0; padding: 0; list-style: none; }
.route { margin: 0 0 1rem; padding: 1rem; border: 1px solid var(--hair); border-radius: 0.6rem; background: var(--card); break-inside: avoid; scroll-margin-top: 1rem; }
.route:target { border-color: var(--scheme); box-shadow: 0 0 0 1px var(--scheme); }
.root h3 { display: flex; align-items: baseline; gap: 0.6rem; margin: 0; font-size: 1rem; font-weight: 600; }
.needs { margin: 0.35rem 0 0; color: var(--soft); font-size: 0.9rem; }
.warning { padding: 0.1rem 0.5rem; border-radius: 0.3rem; display: inline-block; }

.tree ul { margin: 0; padding: 0; list-style: none; }
.tree li { position: relative; padding: 0.6rem 0 0 1.6rem; }
.tree li::before { content: ''; position: absolute; left: 0.5rem; top: 0; bottom: 0; border-left: 2px solid var(--line); }
.tree li:last-child::before { bottom: auto; height: 1.55rem; }
.tree li::after { content: ''; position: absolute; left: 0.5rem; top: 1.5rem; width: 0.85rem; border-top: 2px solid var(--line); }
.node { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem; }
.edge { display: inline-flex; flex-wrap: wrap; gap: 0.25rem; }
.edge:empty { display: none; }
.card { display: inline-grid; gap: 0.1rem; padding: 0.3rem 0.75rem; border: 1px solid var(--line); border-radius: 0.45rem; background: var(--card); font-weight: 600; overflow-wrap: anywhere; }
.remark { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem; color: var(--soft); font-size: 0.82rem; font-weight: 400; }
.scheme > .card { border-color: var(--scheme); background: var(--scheme); color: var(--on-scheme); }
.scheme > .card .remark { color: inherit; }
.optional > .card { border-style: dashed; }
.anyOf > .card { border-width: 2px; border-radius: 1.2rem; }
.repeated > .card { border-style: dotted; background: none; color: var(--soft); }

@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #10161c; --card: #18212a; --ink: #e6edf3; --soft: #9fb0c0; --line: #44566a; --hair: #2a3743; --scheme: #9fd0ff; --on-scheme: #0d1b29; --warn: #ffc680; --warn-paper: #3a2a12; }
${chips(70, 82, 45, 18).replace(/^/gm, '  ')}
}

@media screen and (min-width: 60rem) {
  .flat { display: flex; align-items: center; overflow-x: auto; }
  .flat .root { flex: none; width: 19rem; }
  .flat ul { position: relative; display: flex; flex-direction: column; justify-content: center; gap: 0.75rem; padding-left: 1.5rem; }
  .flat ul::before { content: ''; position: absolute; left: 0; top: 50%; width: 1.5rem; margin-top: -1px; border-top: 2px solid var(--line); }
  .flat li { display: flex; align-items: center; padding: 0; }
  .flat li::before, .flat li:last-child::before { left: -1px; top: -0.375rem; bottom: -0.375rem; height: auto; }
  .flat li:first-child::before { top: 50%; }
  .flat li:last-child::before { bottom: 50%; }
  .flat li:only-child::before { display: none; }
  .flat li::after { display: none; }
  .flat .node { flex: none; flex-wrap: nowrap; gap: 0; }
  .flat .edge, .flat .edge:empty { position: relative; display: flex; flex-wrap: nowrap; justify-content: center; min-width: 1.75rem; padding: 0 1.1rem 0 0.9rem; }
  .flat .edge::before { content: ''; position: absolute; left: 0; right: 0.45rem; top: 50%; margin-top: -1px; border-top: 2px solid var(--line); }
  .flat .edge::after { content: ''; position: absolute; right: 0; top: 50%; margin-top: -5px; border: 5px solid transparent; border-left: 8px solid var(--line); border-right: 0; }
  .flat .edge .scope { position: relative; }
  .flat .card { flex: none; max-width: 20rem; }
}

@media print {
  body { background: none; font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .route, .table { border-color: #999; }
  .scope, .method, .scheme > .card, .warning, .open td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`
