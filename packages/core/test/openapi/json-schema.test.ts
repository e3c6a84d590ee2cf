import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, it } from 'vitest'
import { openapi, type SchemaSource } from '@scopetree/core/openapi'
import { documentOf, info, route } from './document.js'

const item = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }

/** A Standard Schema of a library that can give JSON Schema: another one for what goes in than for what comes out. */
function standard(input: object, output: object = input): StandardJSONSchemaV1 {
  const of =
    (schema: object) =>
    ({ target }: StandardJSONSchemaV1.Options) => {
      if (target !== 'draft-2020-12') throw new TypeError(`cannot give ${target}`)
      return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }
    }
  return { '~standard': { version: 1, vendor: 'test', jsonSchema: { input: of(input), output: of(output) } } }
}

async function componentsOf(...sources: readonly SchemaSource[]): Promise<unknown> {
  const routes = sources.map((body, index) => route(`POST /${index}`, undefined, { body }))
  return (await documentOf(routes)).components?.schemas
}

describe('schemas of a route', () => {
  it('stand where they are used: what goes in, what comes out', async () => {
    const output = { ...item, title: 'An item' }
    const schema = standard(item, output)
    const { paths, components } = await documentOf([
      route('POST /items', undefined, { body: schema, response: schema }),
    ])
    expect(paths['/items']?.['post']).toEqual({
      requestBody: { required: true, content: { 'application/json': { schema: item } } },
      responses: {
        200: {
          description: 'OK',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/post_items_response' } } },
        },
      },
    })
    expect(components?.schemas).toEqual({ post_items_response: output })
  })

  it('may be plain JSON Schema', async () => {
    const { paths } = await documentOf([route('POST /items', undefined, { body: item })])
    expect(paths['/items']?.['post']?.['requestBody']).toEqual({
      required: true,
      content: { 'application/json': { schema: item } },
    })
  })

  it('may be functions, as some libraries have them', async () => {
    const schema = Object.assign((value: unknown) => value, standard(item))
    expect((await documentOf([route('POST /items', undefined, { body: schema })])).paths).toMatchObject({
      '/items': { post: { requestBody: { content: { 'application/json': { schema: item } } } } },
    })
  })

  it('become components under their titles, the same one once', async () => {
    const titled = { ...item, title: 'Item' }
    expect(await componentsOf(standard(titled), standard(titled))).toEqual({ Item: titled })
  })

  it('keep apart what has the same title', async () => {
    const [one, other] = [
      { ...item, title: 'Item' },
      { type: 'string', title: 'Item' },
    ]
    expect(await componentsOf(one, other)).toEqual({ Item: one, post_1_body: other })
  })

  it('keep apart what has the same title and the same place of use', async () => {
    const [one, two, three] = ['string', 'number', 'boolean'].map((type) => ({ type, title: 'Item' }))
    const { paths, components } = await documentOf([
      route('POST /', undefined, { body: one }),
      route('POST /a/b', undefined, { body: two }),
      route('POST /a-b', undefined, { body: three }),
    ])
    expect(components?.schemas).toEqual({ Item: one, post_a_b_body: two, post_a_b_body_2: three })
    expect(JSON.stringify(paths['/a-b'])).toContain('"#/components/schemas/post_a_b_body_2"')
  })

  it('keep apart what refers to itself and is used in places of a like name', async () => {
    const [one, other] = ['next', 'parent'].map((name) => ({ properties: { [name]: { $ref: '#' } } }))
    const { components } = await documentOf([
      route('GET /a/b', undefined, { response: one }),
      route('GET /a-b', undefined, { response: other }),
    ])
    expect(components?.schemas).toEqual({
      get_a_b_response: { properties: { next: { $ref: '#/components/schemas/get_a_b_response' } } },
      get_a_b_response_2: { properties: { parent: { $ref: '#/components/schemas/get_a_b_response_2' } } },
    })
  })

  it('keep apart from those that the document has, unless they are equal', async () => {
    const [user, item, word] = [
      { type: 'object', title: 'User' },
      { type: 'object', title: 'Item' },
      { type: 'string' },
    ]
    const { paths, components } = await documentOf(
      [
        route('POST /users', undefined, { body: user }),
        route('POST /items', undefined, { body: item }),
        route('POST /words', undefined, { body: word }),
      ],
      { components: { schemas: { User: { type: 'string' }, Item: item, Word: word } } },
    )
    expect(components?.schemas).toEqual({ User: { type: 'string' }, Item: item, Word: word, post_users_body: user })
    expect(JSON.stringify(paths['/users'])).toContain('{"$ref":"#/components/schemas/post_users_body"}')
    expect(JSON.stringify(paths['/items'])).toContain('{"$ref":"#/components/schemas/Item"}')
    expect(JSON.stringify(paths['/words'])).toContain('{"schema":{"type":"string"}}')
  })

  it('keep apart definitions and titles, whichever comes first', async () => {
    const titled = { type: 'string', title: 'A.b' }
    const list = { title: 'A', $ref: '#/$defs/b', $defs: { b: { type: 'number' } } }
    expect(await componentsOf(titled, list)).toEqual({
      'A.b': titled,
      A: { title: 'A', $ref: '#/components/schemas/A.b_2' },
      'A.b_2': { type: 'number' },
    })
    expect(await componentsOf(list, titled)).toEqual({
      A: { title: 'A', $ref: '#/components/schemas/A.b' },
      'A.b': { type: 'number' },
      post_1_body: titled,
    })
  })

  it('keep apart definitions of a like name', async () => {
    const list = {
      title: 'A',
      anyOf: [{ $ref: '#/$defs/a~1b' }, { $ref: '#/$defs/a%20b' }, { $ref: '#/definitions/a~1b' }],
      $defs: { 'a/b': { type: 'string' }, 'a b': { type: 'number' } },
      definitions: { 'a/b': { type: 'boolean' } },
    }
    expect(await componentsOf(list)).toEqual({
      A: {
        title: 'A',
        anyOf: ['A.a_b', 'A.a_b_2', 'A.a_b_3'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
      },
      'A.a_b': { type: 'string' },
      'A.a_b_2': { type: 'number' },
      'A.a_b_3': { type: 'boolean' },
    })
  })

  it('whose references lead to themselves become components, and the references lead there', async () => {
    const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } }
    expect(await componentsOf(tree)).toEqual({
      post_0_body: {
        type: 'object',
        properties: { children: { type: 'array', items: { $ref: '#/components/schemas/post_0_body' } } },
      },
    })
  })

  it('take their definitions with them', async () => {
    const list = {
      title: 'List',
      $ref: '#/$defs/a~1b',
      $defs: {
        'a/b': {
          type: 'object',
          properties: { next: { $ref: '#/$defs/a~1b' }, value: { $ref: '#/$defs/value/anyOf/0' } },
        },
        value: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/a~1b' }] },
      },
    }
    expect(await componentsOf(list)).toEqual({
      List: { title: 'List', $ref: '#/components/schemas/List.a_b' },
      'List.a_b': {
        type: 'object',
        properties: {
          next: { $ref: '#/components/schemas/List.a_b' },
          value: { $ref: '#/components/schemas/List.value/anyOf/0' },
        },
      },
      'List.value': { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/List.a_b' }] },
    })
  })

  it('must be able to give JSON Schema', () => {
    const schema: StandardSchemaV1 = {
      '~standard': { version: 1, vendor: 'valibot', validate: (value) => ({ value }) },
    }
    // @ts-expect-error: a schema that only validates has no place here.
    const body: SchemaSource = schema
    expect(() => openapi({ info, routes: [route('POST /', undefined, { body })] })).toThrow(
      /^a schema of valibot gives no JSON Schema by itself: .* toStandardJsonSchema\(…\) of @valibot\/to-json-schema$/,
    )
  })
})
