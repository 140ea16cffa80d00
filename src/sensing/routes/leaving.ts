/** A stream whose reader may leave in the middle of a wait: what makes it is told at once, not at its next step. */

/** `left` is called once, when the reader leaves or the stream has ended. */
export function leaving<T>(source: AsyncGenerator<T>, left: () => void): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => source.next(),
      // A generator that waits would hear of it only behind its wait.
      return: async () => {
        left()
        return { done: true, value: await source.return(undefined).then(() => undefined) }
      },
    }),
  }
}
