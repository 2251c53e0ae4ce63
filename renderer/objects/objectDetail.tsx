import type { ObjectData, ObjectRow } from '../../core/contract/objects.ts';
import { useObjects } from '../client/stores.ts';
import { hexBytes } from '../ui/diffBytes.ts';
import { Fault } from '../ui/fault.tsx';
import { HexView } from '../ui/hexView.tsx';
import { Rows } from '../ui/rows.tsx';
import { Conditions } from './conditions.tsx';
import css from './objects.module.css';
import { objectsTexts as texts } from './texts.ts';

function Content({ data }: { readonly data: ObjectData }) {
  if (data.fault) return <Fault fault={data.fault} />;
  if (data.data === undefined) return <p className="dim">{texts.notReadable}</p>;
  const bytes = hexBytes(data.data);
  return bytes.length === 0 ? <p className="dim">{texts.empty}</p> : <HexView key={data.id} bytes={bytes} text label={texts.content} />;
}

/** One object: what it means, what it holds, who may do what, and its metadata as it is. */
export function ObjectDetail({ row }: { readonly row: ObjectRow }) {
  const data = useObjects((state) => state.data);
  return (
    <div className={css.stack}>
      <div>
        <h2>
          <span className="mono">{row.id}</span> {row.name}
        </h2>
        <p className="dim">{row.purpose}</p>
      </div>
      {row.fault && <Fault fault={row.fault} />}
      <Conditions row={row} />
      {data && data.decoded.length > 0 && (
        <section>
          <h3>{texts.decoded}</h3>
          <Rows label={texts.decoded} rows={data.decoded.flatMap(({ rows }) => rows).map(({ label, text }) => ({ field: label, says: text }))} />
        </section>
      )}
      <section aria-label={texts.content}>
        <h3>{texts.content}</h3>
        {data === undefined ? <p className="dim">{texts.waiting}</p> : <Content data={data} />}
      </section>
      <section>
        <h3>{texts.metadata}</h3>
        <Rows label={texts.metadata} rows={row.rows} />
        <HexView bytes={hexBytes(row.metadata)} label={texts.metadataBytes} />
      </section>
    </div>
  );
}
