import { versionOf } from './packages.js'
import { peers, type Peer } from './peers.js'
import { answers, tokens, wholes, type Row } from './rows.js'

export interface Comparison {
  readonly title: string
  readonly peers: readonly Peer[]
  readonly rows: readonly Row[]
}

export const comparisons: readonly Comparison[] = [
  { title: 'Tokens', peers, rows: tokens },
  { title: 'Answers', peers: peers.filter(({ serve }) => serve !== undefined), rows: answers },
  { title: 'The rest', peers, rows: wholes },
]

/** Ours is the one of this repository. */
export function headOf(peer: Peer): string {
  return peer.name === 'scopetree' ? peer.name : `${peer.name} ${versionOf(peer)}`
}

async function write({ title, peers, rows }: Comparison): Promise<string> {
  const head = ['', ...peers.map(headOf)]
  const lines = [head, head.map(() => '---')]
  for (const { name, ask } of rows) lines.push([name, ...(await Promise.all(peers.map(ask)))])
  return `### ${title}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`
}

const BEGIN = '<!-- tried by `pnpm bench comparison`, which writes all until the end -->'
const END = '<!-- the end -->'

/** The page with what was found this time. */
export async function rewrite(page: string, date: string): Promise<string> {
  const [before = '', rest = ''] = page.split(BEGIN)
  const [, after = ''] = rest.split(END)
  const written: string[] = []
  for (const comparison of comparisons) written.push(await write(comparison))
  const when = `Tried on ${date}, with Node ${process.versions.node}.`
  return `${before}${BEGIN}\n\n${when}\n\n${written.join('\n\n')}\n\n${END}${after}`
}

/** The cells of a table of the page, line by line, the head first. */
export function cellsUnder(page: string, title: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`### ${title}\n`)
  const lines = /(?:^\|.*\n)+/m.exec(section)?.[0].trim().split('\n') ?? []
  return lines
    .filter((_, i) => i !== 1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}
