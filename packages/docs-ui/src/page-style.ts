/** What both pages share. */
export const PAGE_STYLE = `body { margin: 0; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem; padding: 0.7rem 1.25rem; background: #1f3b57; color: #fff; font: 0.95rem/1.4 system-ui, sans-serif; }
.bar strong { margin-right: auto; font-weight: 650; }
.bar a { padding: 0.15rem 0; border-bottom: 2px solid transparent; color: #cfe3f6; text-decoration: none; }
.bar a:hover, .bar a:focus-visible { color: #fff; border-color: #9fd0ff; }
.bar a[aria-current] { color: #fff; border-color: #fff; }
.own-server .schemes-server-container > div { visibility: hidden; }
.own-server .swagger-ui .scheme-container { padding: 0 0 1rem; box-shadow: none; }
@media print { .bar { padding: 0 0 0.5rem; background: none; color: inherit; } .bar a { display: none; } }
`
