/** Nothing reached, nothing guarded. */
export const fakeReach = () => {
  const view = { authorized: [], shielded: false, guarded: [] };
  return { 'chip/reach': () => view, 'chip/authorize': () => view, 'chip/try-shielded': () => view };
};
