/** A text without these characters at its ends: `trim()` takes off others, such as U+00A0, which are part of a name. */
export function trimmed(text: string, characters: string): string {
  let [start, end] = [0, text.length]
  while (start < end && characters.includes(text.charAt(start))) start += 1
  while (start < end && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}
