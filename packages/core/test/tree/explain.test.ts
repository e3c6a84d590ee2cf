import {
  anyOf,
  apiKey,
  authentication,
  depends,
  explain,
  httpBasic,
  httpBearer,
  oauth2PasswordBearer,
  optional,
  security,
  toMermaid,
  treeOf,
  type Dependency,
  type TreeNode,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { usersByToken } from './users.js'

const currentUser = usersByToken()
const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  return user
})
const service = apiKey({ in: 'header', key: 'x-key', scopes: { items: '' } }, () => null)
const database = depends(function database() {
  return 1
})
const page = depends({ user: security(activeUser, 'items'), database }, function page() {
  return 1
})

describe('treeOf', () => {
  it('is the tree as data', () => {
    expect(treeOf(security(activeUser, 'items'))).toEqual({
      id: 0,
      name: 'activeUser',
      kind: 'function',
      demands: ['items'],
      scopes: ['items'],
      repeated: false,
      inputs: [
        {
          id: 1,
          name: 'OAuth2PasswordBearer',
          kind: 'scheme',
          demands: ['me'],
          scopes: ['items', 'me'],
          repeated: false,
          inputs: [],
        },
      ],
    })
  })

  it('can be written as JSON', () => {
    expect(JSON.parse(JSON.stringify(treeOf(page)))).toEqual(treeOf(page))
  })

  it('takes names from the record that it is given, and from names beside it', () => {
    expect(treeOf({ readItems: page }).name).toBe('readItems')
    const named = treeOf(page, { login: currentUser, unused: service })
    expect(named.inputs[0]?.inputs[0]?.name).toBe('login')
    expect(named.name).toBe('page')
  })

  it('of a record is that record', () => {
    const tree = treeOf({ user: activeUser, database })
    expect(tree).toMatchObject({ name: '{ user, database }', kind: 'function' })
    expect(tree.inputs.map(({ name }) => name)).toEqual(['user', 'database'])
  })

  it('unfolds what several need once', () => {
    const tree = treeOf(depends({ one: security(currentUser, 'me'), two: security(currentUser, 'items') }))
    expect(tree.inputs).toMatchObject([
      { id: 1, demands: ['me'], scopes: ['me', 'items'], repeated: false },
      { id: 1, demands: ['items'], scopes: ['me', 'items'], repeated: true, inputs: [] },
    ])
  })

  it('knows again what alternatives need as well', () => {
    const bearerToken = httpBearer({ scopes: { me: '' } }, () => null)
    const basic = httpBasic({}, () => null)
    const needs = { guest: optional(bearerToken), strict: optional(security(bearerToken, 'me')) }
    const tree = depends({ bearerToken, either: anyOf(bearerToken, basic), ...needs })
    expect(explain(tree, { bearerToken }).split('\n')).toEqual([
      '{ bearerToken, either, guest, strict }',
      '├─ bearerToken (scheme)',
      '├─ HTTPBearer | HTTPBasic (any of)',
      '│  ├─ bearerToken (scheme), as above',
      '│  └─ HTTPBasic (scheme)',
      '├─ HTTPBearer? (optional)',
      '│  └─ bearerToken (scheme), as above',
      '└─ HTTPBearer? (optional)',
      '   └─ bearerToken (scheme) +me, checks me',
    ])
  })

  it('is linear in the size of the tree, not in the number of paths', () => {
    let top: Dependency<unknown> = activeUser
    for (let layer = 0; layer < 30; layer += 1) top = depends({ left: depends(top), right: depends(top) })
    const count = (node: TreeNode): number => 1 + node.inputs.reduce((sum, input) => sum + count(input), 0)
    expect(count(treeOf(top))).toBeLessThan(200)
    for (let layer = 0; layer < 30; layer += 1) top = anyOf(depends(top), depends(top))
    expect(count(treeOf(top))).toBeLessThan(500)
    expect(explain(top).split('\n').length).toBeLessThan(500)
    expect(toMermaid(top).split('\n').length).toBeLessThan(1000)
  })
})

describe('a name', () => {
  it('made of others stays short', () => {
    let top: Dependency<unknown> = activeUser
    for (let layer = 0; layer < 10; layer += 1) top = anyOf(top, depends(top))
    expect(top.name).toMatch(/^activeUser \| depends\(activeUser\) \| depends\(activeUser .*…$/)
    expect(top.name.length).toBeLessThan(100)
  })
})

describe('explain', () => {
  it('says which part demands which scope, and which scheme checks it', () => {
    expect(explain(page)).toBe(
      ['page', '├─ activeUser +items', '│  └─ OAuth2PasswordBearer (scheme) +me, checks items me', '└─ database'].join(
        '\n',
      ),
    )
  })

  it('shows choices, and what stands there already', () => {
    const both = depends({
      caller: anyOf(activeUser, service),
      guest: optional(service),
      again: currentUser,
      also: currentUser,
    })
    expect(explain({ route: security(both, 'items') }, { currentUser })).toBe(
      [
        'route +items',
        '├─ activeUser | APIKeyHeader (any of)',
        '│  ├─ activeUser',
        '│  │  └─ currentUser (scheme) +me, checks items me',
        '│  └─ APIKeyHeader (scheme), checks items',
        '├─ APIKeyHeader? (optional)',
        '│  └─ APIKeyHeader (scheme), checks items, as above',
        '├─ currentUser (scheme), checks items',
        '└─ currentUser (scheme), checks items, as above',
      ].join('\n'),
    )
  })

  it('names what a record has under several keys as itself', () => {
    const twice = { reader: security(activeUser, 'items'), writer: security(activeUser, 'admin'), store: database }
    const lines = explain(twice, { db: database })
    expect(lines).toContain('├─ activeUser +items')
    expect(lines).toContain('├─ activeUser +admin')
    expect(lines).toContain('└─ store')
    expect(explain(twice, { caller: activeUser })).toContain('├─ caller +admin')
  })

  it('gives each a line, whatever is in its name', () => {
    expect(explain(httpBearer({ name: 'a\n└─ forged\u2028b' }, () => null))).toBe('a\\u000a└─ forged\\u2028b (scheme)')
  })

  it('shows an authentication as what it is', () => {
    expect(explain(authentication(currentUser))).toBe(
      ['authentication(OAuth2PasswordBearer)', '└─ OAuth2PasswordBearer (scheme)'].join('\n'),
    )
  })
})

describe('toMermaid', () => {
  it('draws an arrow to what is needed, with the scopes on the way', () => {
    expect(toMermaid(security(page, 'admin'))).toBe(
      [
        'flowchart TD',
        '  route([route])',
        '  route -->|"admin"| n0',
        '  n0["page"]',
        '  n1["activeUser"]',
        '  n2[["OAuth2PasswordBearer<br>checks admin items me"]]',
        '  n1 -->|"me"| n2',
        '  n0 -->|"items"| n1',
        '  n3["database"]',
        '  n0 --> n3',
      ].join('\n'),
    )
  })

  it('draws what several need once, and choices in shapes of their own', () => {
    const route = depends({
      caller: anyOf(currentUser, service),
      guest: optional(currentUser),
      database,
      again: database,
    })
    expect(toMermaid(route)).toBe(
      [
        'flowchart TD',
        '  n0["{ caller, guest, database, again }"]',
        '  n1{"OAuth2PasswordBearer | APIKeyHeader"}',
        '  n2[["OAuth2PasswordBearer"]]',
        '  n1 --> n2',
        '  n3[["APIKeyHeader"]]',
        '  n1 --> n3',
        '  n0 --> n1',
        '  n4(["OAuth2PasswordBearer?"])',
        '  n4 --> n2',
        '  n0 --> n4',
        '  n5["database"]',
        '  n0 --> n5',
        '  n0 --> n5',
      ].join('\n'),
    )
  })

  it('writes no name or scope that its grammar, Markdown or HTML would read', () => {
    const name = '"]; click n0 "javascript:x" `<b>#&\n'
    const odd = oauth2PasswordBearer({ tokenUrl: 't', name, scopes: { 'a#<b>': '' } }, () => null)
    expect(toMermaid(security(odd, 'a#<b>'))).toBe(
      [
        'flowchart TD',
        '  route([route])',
        '  route -->|"a#35;#60;b#62;"| n0',
        '  n0[["#34;]; click n0 #34;javascript:x#34; #96;#60;b#62;#35;#38;<br><br>checks a#35;#60;b#62;"]]',
      ].join('\n'),
    )
  })

  it.each([
    ['a directive', "%%{init:{'theme':'dark'}}%%", "#37;#37;{init:{'theme':'dark'}}#37;#37;"],
    ['a comment on a line of its own', 'a\r%%b\u2028%%c', 'a#13;#37;#37;b#8232;#37;#37;c'],
    ['a style, which takes the end off an entity', 'style:a#b', 'style#58;a#35;b'],
    ['another, on the next line', 'classDef\nfa:fa-x:"a', 'classDef<br>fa#58;\u200bfa-x#58;#34;a'],
    ['a direction, though in a word', 'redirection \u00a0LR', 'redirection\u200b \u00a0LR'],
    [
      'every direction',
      'direction TB direction TD direction BT direction RL',
      'direction\u200b TB direction\u200b TD direction\u200b BT direction\u200b RL',
    ],
    ['mathematics', '$$$x$$', '$\u200b$\u200b$x$\u200b$'],
    ['the end of a line', 'a\\nb\\\\n', 'a\\\u200bnb\\\\\u200bn'],
    ['an icon', 'fa:fa-user fab:fa-x', 'fa:\u200bfa-user fab:\u200bfa-x'],
    ['no text', '', '#160;'],
  ])('writes as text what would be %s', (_, name, text) => {
    expect(toMermaid(httpBearer({ name }, () => null))).toBe(`flowchart TD\n  n0[["${text}"]]`)
  })

  it.each(['items:read', 'style:read', 'direction items', 'LR', '$x $y', 'a\\b', 'fa:user', "'a' (b) [c] {d} e|f;g"])(
    'leaves %j as it is, which Mermaid shows in every way that it draws text',
    (name) => {
      expect(toMermaid(httpBearer({ name }, () => null))).toBe(`flowchart TD\n  n0[["${name}"]]`)
    },
  )

  it('tells two scopes on an arrow from a direction, and leaves the colons of the usual ones', () => {
    const scopes = { direction: '', LR: '', 'items:read': '' }
    const route = security(
      httpBearer({ name: 'user', scopes }, () => null),
      'direction',
      'LR',
      'items:read',
    )
    expect(toMermaid(route).split('\n').slice(1)).toEqual([
      '  route([route])',
      '  route -->|"direction\u200b LR items:read"| n0',
      '  n0[["user<br>checks direction\u200b LR items:read"]]',
    ])
  })
})
