import { Converter } from 'typedoc'

/**
 * A plugin of TypeDoc: what a function throws begins with the class that its `@throws` names in braces, which the pages
 * would leave out.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const { comment } of Object.values(project.reflections)) {
      for (const tag of comment?.getTags('@throws') ?? []) {
        if (tag.typeAnnotation === undefined) continue
        const [first] = tag.content
        if (first?.kind === 'text') first.text = first.text.trimStart()
        tag.content.unshift(
          { kind: 'code', text: `\`${withoutBraces(tag.typeAnnotation)}\`` },
          { kind: 'text', text: ': ' },
        )
        // Copies of a comment share their tags.
        tag.typeAnnotation = undefined
      }
    }
  })
}

/** @param {string} annotation */
function withoutBraces(annotation) {
  return annotation.replaceAll(/^\{|\}$/g, '')
}
