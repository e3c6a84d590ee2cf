import { Converter, ReflectionKind } from 'typedoc'

/**
 * A plugin of TypeDoc: a parameter that a function takes apart has no name of its own. Here each is the options.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name === '__namedParameters') parameter.name = 'options'
    }
  })
}
