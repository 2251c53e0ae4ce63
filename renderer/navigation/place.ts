/** The present place in the window: a room, and in Provision the wizard's step. Saved in the settings as one word. */
export interface Place {
  readonly room: string;
  readonly step: number;
}

export const formatPlace = ({ room, step }: Place): string => (room === 'provision' ? `${room}:${step}` : room);

/** Reads a saved place. A room that no longer exists is replaced by the first one. */
export function parsePlace(text: string, rooms: readonly string[]): Place {
  const [room = '', step = '0'] = text.split(':');
  const number = Number.parseInt(step, 10);
  return { room: rooms.includes(room) ? room : (rooms[0] ?? ''), step: number >= 0 && number <= 7 ? number : 0 };
}

/** The room that the rail marks. A review and its run are shown in Provision, but belong to the room where the plan was made. */
export const litRoom = ({ room, screen }: { readonly room: string; readonly screen: string }, origin: string): string =>
  room === 'provision' && screen !== 'steps' ? origin : room;
