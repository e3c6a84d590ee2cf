/**
 * The runnable programs among the files of docs/examples, by name: `scopes/node.ts` is `scopes-node`, and a folder's
 * `main.ts` is called as the folder. Deeper files and files elsewhere are parts of a program.
 */
export function examples(files: readonly string[]): Map<string, string> {
  const named = files.flatMap((path): [string, string][] => {
    const file = path.replaceAll('\\', '/')
    const [, folder, host] = /^([\w-]+)\/([\w-]+)\.ts$/.exec(file) ?? []
    if (folder === undefined || host === undefined) return []
    return [[host === 'main' ? folder : `${folder}-${host}`, file]]
  })
  return new Map(named.toSorted(([a], [b]) => a.localeCompare(b)))
}
