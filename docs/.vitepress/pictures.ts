import { security, treeOf } from '@scopetree/core'
import { activeUser, currentUser } from '../examples/scopes/security/dependencies.js'
import { treePicture } from './tree-picture.js'

/** The pictures that pages show, drawn from the programs that they explain. */
export const pictures = new Map([
  ['tree-of-items.svg', treePicture(treeOf(security(activeUser, 'items'), { currentUser }))],
])
