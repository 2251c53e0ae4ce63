import { CircuitBoard, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SlotView } from '../../core/contract/slots.ts';
import { useBoard } from '../board/boardStore.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useSlots } from './slotsStore.ts';
import { SlotState } from './slotTile.tsx';
import css from './slots.module.css';
import { TeachSlot } from './teachSlot.tsx';
import { slotTexts as texts } from './texts.ts';

/** The name is saved when the field loses the focus, or with Enter. */
function Name({ slot }: { readonly slot: SlotView }) {
  const rename = useSlots((state) => state.rename);
  const [text, setText] = useState(slot.name);
  const keep = (): void => {
    if (text.trim() !== slot.name) void rename(slot.number, text.trim());
  };
  return <Field label={texts.name} hint={texts.nameHint(slot.number)} value={text} maxLength={40} onText={setText} onBlur={keep} onKeyDown={({ key }) => key === 'Enter' && keep()} />;
}

const counts = Array.from({ length: 16 }, (_, at) => ({ value: String(at), title: texts.counted(at) }));

function PlaceFields({ slot }: { readonly slot: SlotView }) {
  const move = useSlots((state) => state.move);
  const { row, column } = slot.place;
  return (
    <div className={css.placeFields}>
      <Select label={texts.row} value={String(row)} options={counts} onChoose={(value) => void move(slot.number, { row: Number(value), column })} />
      <Select label={texts.column} value={String(column)} options={counts} onChoose={(value) => void move(slot.number, { row, column: Number(value) })} />
    </div>
  );
}

function sayBinding({ binding }: SlotView): string {
  if (binding.kind === 'usb') return texts.bindings.usb(binding.serialNumber, binding.interface);
  return binding.kind === 'position' ? texts.bindings.position(binding.position) : texts.bindings.path(binding.path);
}

/** Makes the slot's board the board of the window. */
function UseSlot({ slot: { port } }: { readonly slot: SlotView }) {
  const { board, connect } = useBoard();
  if (port !== undefined && board.link !== 'none' && board.port?.path === port.path) return <p className="dim">{texts.inUse}</p>;
  return (
    <Button look="main" disabled={port === undefined} icon={<CircuitBoard size="1.25rem" aria-hidden />} onClick={() => void (port && connect(port.path))}>
      {texts.use}
    </Button>
  );
}

/** A taught slot: its board, name and place. */
export function SlotDetails({ slot }: { readonly slot: SlotView }) {
  const { forget, choose } = useSlots();
  const boardFault = useBoard((state) => state.fault);
  const away = (): void => {
    choose(undefined);
    void forget(slot.number);
  };
  return (
    <Card title={slot.name} aside={<SlotState slot={slot} />}>
      {slot.fault && <Fault fault={slot.fault} />}
      {boardFault && <Fault fault={boardFault} />}
      <UseSlot slot={slot} />
      <dl className={css.facts}>
        <dt>{texts.port}</dt>
        <dd>{slot.port === undefined ? texts.noPort : texts.portOf(slot.port.title, slot.port.path)}</dd>
        <dt>{texts.bound}</dt>
        <dd>{sayBinding(slot)}</dd>
      </dl>
      <Name key={slot.name} slot={slot} />
      <PlaceFields slot={slot} />
      <details className={css.again}>
        <summary>{texts.teachAgain}</summary>
        <TeachSlot number={slot.number} />
      </details>
      <div className={css.others}>
        <Button look="quiet" icon={<Trash2 size="1rem" aria-hidden />} onClick={away}>
          {texts.forget}
        </Button>
      </div>
    </Card>
  );
}
