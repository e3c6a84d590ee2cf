/** An answer that is the same for every request. It is a `ResponseInit` too: `new Response(page.body, page)`. */
export interface Page {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array<ArrayBuffer>
}

/** Pages by their paths. */
export type Pages = Readonly<Record<string, Page>>
