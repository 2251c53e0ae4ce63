/** Where one is in the window: a room, and in Provision the wizard's step. Kept in the settings as one word. */
export interface Place {
  readonly room: string;
  readonly step: number;
}

export const formatPlace = ({ room, step }: Place): string => (room === 'provision' ? `${room}:${step}` : room);

/** Reads a kept place; a room that is gone leads to the first. */
export function parsePlace(text: string, rooms: readonly string[]): Place {
  const [room = '', step = '0'] = text.split(':');
  const number = Number.parseInt(step, 10);
  return { room: rooms.includes(room) ? room : (rooms[0] ?? ''), step: number >= 0 && number <= 7 ? number : 0 };
}

/** The room that the rail lights: a review and its run are shown in Provision, but belong to the room that asked for them. */
export const litRoom = ({ room, screen }: { readonly room: string; readonly screen: string }, origin: string): string =>
  room === 'provision' && screen !== 'steps' ? origin : room;
