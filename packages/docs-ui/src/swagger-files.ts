import type { Pages } from '@scopetree/core/adapter'

/** What Swagger UI needs beside the page, by file name. Where there are no files to read, somebody else serves them. */
export function swaggerFiles(): Pages {
  throw new TypeError(
    '"assets" must say where the files of swagger-ui-dist are: this runtime cannot read them from disk',
  )
}
