import type { Edge, Node } from './node.js'

/** Whether it refuses a request without credentials: not what has no scheme, or has it inside `optional`. */
export function demandsCredentials(root: Node): boolean {
  // What several need is judged once, however many paths lead to it.
  const known = new Map<Node, boolean>()
  const demands = ({ node }: Edge): boolean => {
    const answer = known.get(node) ?? judge(node)
    known.set(node, answer)
    return answer
  }
  const judge = (node: Node): boolean => {
    if (node.kind === 'scheme') return true
    if (node.kind === 'optional') return false
    return node.kind === 'anyOf' ? node.inputs.every(demands) : node.inputs.some(demands)
  }
  return judge(root)
}
