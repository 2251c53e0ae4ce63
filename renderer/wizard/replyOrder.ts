import type { WizardAnswers, WizardView } from '../../core/contract/wizard.ts';

export interface ReplyOrder {
  /** A call goes out, with the answer that it gives, if any; returns its number. */
  asked(part: Partial<WizardAnswers> | undefined): number;
  /** Its reply is here: the view to show, or nothing when a newer one is shown already. */
  replied(mine: number, view: WizardView | undefined): WizardView | undefined;
}

/** Keeps an older view from replacing a newer one, and from turning back an answer that is still on its way. */
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
