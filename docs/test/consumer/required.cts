import core = require('@scopetree/core')
import password = require('@scopetree/core/password')
import tree = require('@scopetree/core/tree')
import express = require('@scopetree/express')
import hono = require('@scopetree/hono')
import node = require('@scopetree/node')
import docsUi = require('@scopetree/docs-ui')

async function main(): Promise<void> {
  const hash = await core.hashPassword('secret', password.bcrypt({ cost: 4 }))
  if (!(await password.verifyPassword('secret', hash))) throw new Error('the password does not fit')
  // Subpaths share their modules: two copies would not know each other's dependencies.
  if (tree.depends !== core.depends) throw new Error('there are two copies of core')
  for (const adapter of [express, hono, node]) core.isDependency(adapter.guard)
  if (typeof docsUi.docsPages !== 'function') throw new Error('docs-ui is empty')
}

void main()
