/** Nothing reached, nothing guarded. */
export const fakeAuthorization = () => {
  const view = { authorized: [], shielded: false, guarded: [] };
  return { 'chip/reach': () => view, 'chip/authorize': () => view, 'chip/try-shielded': () => view };
};
