import type { WizardAnswers, WizardView } from '../../core/contract/wizard.ts';

export interface ReplyOrder {
  /** Registers a call, with the answer that it sends, if any. @returns the number of the call */
  asked(part: Partial<WizardAnswers> | undefined): number;
  /** Registers the reply to a call. @returns the view to show; undefined when a newer one is already shown */
  replied(mine: number, view: WizardView | undefined): WizardView | undefined;
}

/** Makes sure that an older view never replaces a newer one, and never resets an answer that is still being sent. */
export function createReplyOrder(): ReplyOrder {
  let last = 0;
  let shown = 0;
  const ahead = new Map<number, Partial<WizardAnswers>>();
  return {
    asked: (part) => {
      last++;
      if (part !== undefined) ahead.set(last, part);
      return last;
    },
    replied: (mine, view) => {
      ahead.delete(mine);
      if (view === undefined || mine < shown) return undefined;
      shown = mine;
      const later = [...ahead].filter(([number]) => number > mine);
      return { ...view, answers: later.reduce<WizardAnswers>((all, [, part]) => ({ ...all, ...part }), view.answers) };
    },
  };
}
