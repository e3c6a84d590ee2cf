/** The headers of every answer of a token endpoint (RFC 6749 §5.1). */
export const noStore: Readonly<Record<string, string>> = { 'cache-control': 'no-store', pragma: 'no-cache' }
