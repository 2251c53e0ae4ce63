import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ObjectData, ObjectRow } from '../../../core/contract/objects.ts';
import { useObjects } from '../objectsStore.ts';
import { useApart } from '../../ui/separateRoot.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { hexBytes } from '../../ui/diffBytes.ts';
import { Fault } from '../../ui/fault.tsx';
import { HexView } from '../../ui/hexView.tsx';
import { objectsTexts as texts } from '../texts.ts';
import { ComparePanel, ExportPanel } from './filePanels.tsx';
import { Decoded } from './decoded.tsx';
import { useTab } from './tab.ts';
import { WritePanel } from './writePanel.tsx';

/** A readable secret. It is shown on request, and drawn separately so that it can be removed from memory. */
function SecretBytes() {
  const reveal = useObjects((state) => state.reveal);
  const { place, draw, clear } = useApart();
  const [shown, setShown] = useState(false);
  const show = async (): Promise<void> => {
    const hex = await reveal();
    if (hex === undefined) return;
    draw(<HexView bytes={hexBytes(hex)} text label={texts.content} />);
    setShown(true);
  };
  const hide = (): void => {
    clear();
    setShown(false);
  };
  return (
    <>
      {shown ? (
        <div>
          <Button small icon={<EyeOff size="1rem" aria-hidden />} onClick={hide}>
            {texts.hide}
          </Button>
        </div>
      ) : (
        <Banner tone="warn" role="note" actions={<Button small icon={<Eye size="1rem" aria-hidden />} onClick={() => void show()}>{texts.reveal}</Button>}>
          <p>
            <strong>{texts.secretTitle}</strong> {texts.secretBody}
          </p>
        </Banner>
      )}
      <div ref={place} />
    </>
  );
}

function Bytes({ row, data }: { readonly row: ObjectRow; readonly data: ObjectData }) {
  const go = useTab((state) => state.go);
  if (data.fault) return <Fault fault={data.fault} />;
  if (data.unreadable !== undefined) {
    return (
      <Banner tone="info" role="note" actions={<Button small onClick={() => go('overview')}>{texts.canTitle}</Button>}>
        <p>{data.unreadable}</p>
      </Banner>
    );
  }
  if (data.notShown !== undefined) {
    return (
      <Banner tone="info" role="note">
        <p>{data.notShown}</p>
      </Banner>
    );
  }
  if (data.secret) return <SecretBytes key={data.id} />;
  const bytes = hexBytes(data.data);
  if (row.state === 'empty' && bytes.length > 0 && bytes.every((byte) => byte === '00')) return <p className="dim">{texts.emptyZeros(bytes.length)}</p>;
  return bytes.length === 0 ? <p className="dim">{texts.empty}</p> : <HexView key={data.id} bytes={bytes} text label={texts.content} />;
}

/** The content as bytes, as text and decoded; export to files, import from files, comparison with files. */
export function Content({ row }: { readonly row: ObjectRow }) {
  const data = useObjects((state) => state.data);
  const writes = row.actions.some(({ name, can }) => name === 'write' && can);
  const readable = data !== undefined && data.fault === undefined && data.unreadable === undefined;
  return (
    <>
      <section aria-label={texts.content}>
        <h3>{texts.content}</h3>
        {data === undefined ? <p className="dim">{texts.waiting}</p> : <Bytes row={row} data={data} />}
      </section>
      <Decoded />
      {readable && <ExportPanel row={row} />}
      {readable && <ComparePanel />}
      {writes && <WritePanel row={row} />}
    </>
  );
}
