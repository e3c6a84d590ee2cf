import { html, type Html } from './html.js'

const ICONS = {
  locked:
    'M5 7V5a3 3 0 0 1 6 0v2h.5A1.5 1.5 0 0 1 13 8.5v4A1.5 1.5 0 0 1 11.5 14h-7A1.5 1.5 0 0 1 3 12.5v-4A1.5 1.5 0 0 1 4.5 7Zm1.5 0h3V5a1.5 1.5 0 0 0-3 0Z',
  open: 'M5 7V4.5a3 3 0 0 1 5.800-1l-1.400.5A1.5 1.5 0 0 0 6.5 4.5V7h5A1.5 1.5 0 0 1 13 8.5v4A1.5 1.5 0 0 1 11.5 14h-7A1.5 1.5 0 0 1 3 12.5v-4A1.5 1.5 0 0 1 4.5 7Z',
  scheme:
    'M8 1.5 13.5 3.5v4c0 3.300-2.200 5.700-5.5 7-3.300-1.300-5.5-3.700-5.5-7v-4ZM7.200 10.600 11 6.800l-1-1-2.800 2.800-1.300-1.300-1 1Z',
  anyOf: 'M8 1.5 14.5 8 8 14.5 1.5 8Z',
  optional:
    'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 1.600a4.900 4.900 0 1 0 0 9.800 4.900 4.900 0 0 0 0-9.800Z',
}

/** A small picture beside a word, which says the same. */
export function icon(name: keyof typeof ICONS): Html {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path fill="currentColor" fill-rule="evenodd" d="${ICONS[name]}" />
  </svg>`
}

/** The icon of the pages. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f3b57"/><path d="M9 16h6m0 0V9h6m-6 7v7h6" fill="none" stroke="#9fd0ff" stroke-width="2"/><circle cx="8" cy="16" r="3" fill="#fff"/><circle cx="23" cy="9" r="3" fill="#ffd479"/><circle cx="23" cy="23" r="3" fill="#8fe3b0"/></svg>
`
