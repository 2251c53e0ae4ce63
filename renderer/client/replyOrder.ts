export interface ReplyOrder<Answers> {
  /** Registers a call, with the answers that it sends, if any. @returns the number of the call */
  asked(part?: Partial<Answers>): number;
  /**
   * Registers the reply to a call.
   * @param isView whether the reply has a view
   * @returns the answers that are still being sent, which the view does not have yet; undefined when the view is not to be shown: there is none, or a newer one is shown already
   */
  replied(mine: number, isView: boolean): Partial<Answers> | undefined;
}

/** Makes sure that an older view never replaces a newer one, and never resets an answer that is still being sent. */
export function createReplyOrder<Answers>(): ReplyOrder<Answers> {
  let last = 0;
  let shown = 0;
  const ahead = new Map<number, Partial<Answers>>();
  return {
    asked: (part) => {
      last++;
      if (part !== undefined) ahead.set(last, part);
      return last;
    },
    replied: (mine, isView) => {
      ahead.delete(mine);
      if (!isView || mine < shown) return undefined;
      shown = mine;
      const later = [...ahead].filter(([number]) => number > mine);
      return later.reduce<Partial<Answers>>((all, [, part]) => ({ ...all, ...part }), {});
    },
  };
}
