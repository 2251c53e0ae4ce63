import { Disc3, ClipboardList, Cpu, FileCode, KeyRound, Microchip, ListTree, SlidersHorizontal, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { ChipRoom } from '../chip/chipRoom.tsx';
import { DatasetsRoom } from '../datasets/datasetsRoom.tsx';
import { KeysRoom } from '../keys/keysRoom.tsx';
import { ObjectsRoom } from '../objects/objectsRoom.tsx';
import { RecordsRoom } from '../records/recordsRoom.tsx';
import { ReelsRoom } from '../reels/reelsRoom.tsx';
import { SettingsRoom } from '../settings/settingsRoom.tsx';
import { ProvisionRoom } from './provisionRoom.tsx';
import { appTexts } from './texts.ts';

export interface Room {
  readonly id: string;
  readonly title: string;
  readonly Icon: LucideIcon;
  readonly View: ComponentType;
}

/** The rooms, which are the window's main views, in the order of the rail. A new room needs a line here. */
export const rooms: readonly Room[] = [
  { id: 'provision', title: appTexts.provision, Icon: Cpu, View: ProvisionRoom },
  { id: 'objects', title: appTexts.objects, Icon: ListTree, View: ObjectsRoom },
  { id: 'chip', title: appTexts.chip, Icon: Microchip, View: ChipRoom },
  { id: 'datasets', title: appTexts.datasets, Icon: FileCode, View: DatasetsRoom },
  { id: 'keys', title: appTexts.keys, Icon: KeyRound, View: KeysRoom },
  { id: 'reels', title: appTexts.reels, Icon: Disc3, View: ReelsRoom },
  { id: 'records', title: appTexts.records, Icon: ClipboardList, View: RecordsRoom },
  { id: 'settings', title: appTexts.settings, Icon: SlidersHorizontal, View: SettingsRoom },
];
