const COMPONENT_NAME = /^[\w.-]+$/

/** Whether OpenAPI (3.1 §4.8.7) allows it as the name of a component. */
export function isComponentName(name: string): boolean {
  return COMPONENT_NAME.test(name)
}
