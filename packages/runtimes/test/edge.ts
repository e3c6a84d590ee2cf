import { readFile } from 'node:fs/promises'
import type { Bundle } from './bundle.js'
import type { Outcome } from './outcome.js'
import { requireTool } from './tools.js'

interface EdgeVm {
  readonly context: Record<string, unknown>
  evaluate(code: string): void
}

export async function runInEdgeVm({ path }: Bundle): Promise<Outcome> {
  const { EdgeVM } = requireTool('@edge-runtime/vm') as { EdgeVM: new () => EdgeVm }
  const code = await readFile(path, 'utf8')
  return new Promise((resolve) => {
    const vm = new EdgeVM()
    vm.context['report'] = resolve
    vm.evaluate(code)
  })
}
