import { Download } from 'lucide-react';
import { useRef } from 'react';
import { exportForms, type CompareView, type ObjectRow } from '../../../core/contract/objects.ts';
import { useObjects } from '../objectsStore.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { diffBytes, hexBytes } from '../../ui/diffBytes.ts';
import { focusAfterUse } from '../../ui/focusBack.ts';
import { HexView } from '../../ui/hexView.tsx';
import { exportWords, objectsTexts as texts } from '../texts.ts';
import css from './detail.module.css';

/** The content as a file. Certificates come out of their tags as PEM and DER. */
export function ExportPanel({ row }: { readonly row: ObjectRow }) {
  const { export: save, saved, working, data } = useObjects();
  const hasCertificate = data?.decoded.some(({ rows }) => rows.some(({ label }) => label === 'Issuer')) === true;
  const forms = exportForms.filter((form) => hasCertificate || (form !== 'pem' && form !== 'der'));
  return (
    <section aria-label={texts.exportTitle}>
      <h3>{texts.exportTitle}</h3>
      <p className="dim small">{texts.exportBody}</p>
      <div className={css.buttons}>
        {forms.map((form) => (
          <Button key={form} small disabled={working} aria-label={`${texts.exportTitle}: ${exportWords[form]}, ${row.id}`} icon={<Download size="1rem" aria-hidden />} onClick={() => void save(form)}>
            {exportWords[form]}
          </Button>
        ))}
      </div>
      {saved && <Banner tone="good">{texts.saved(saved.name, saved.folder)}</Banner>}
    </section>
  );
}

function Side({ title, bytes, marks }: { readonly title: string; readonly bytes: readonly string[]; readonly marks: ReadonlySet<number> }) {
  return (
    <div className={css.side}>
      <h4>{title}</h4>
      <HexView bytes={bytes} marks={marks} text label={title} />
    </div>
  );
}

function Compared({ compared }: { readonly compared: CompareView }) {
  const [chip, given] = [hexBytes(compared.chip), hexBytes(compared.given)];
  const marks = diffBytes(chip, given);
  return (
    <>
      <Banner tone={compared.equal ? 'good' : 'warn'}>
        <p>
          <strong>{compared.file}</strong>: {compared.says}
        </p>
      </Banner>
      {!compared.equal && chip.length > 0 && (
        <>
          <Side title={texts.onChip} bytes={chip} marks={marks.before} />
          <Side title={texts.inFile} bytes={given} marks={marks.after} />
        </>
      )}
    </>
  );
}

/** The content against a file, byte by byte. */
export function ComparePanel() {
  const { compare, compared, working } = useObjects();
  const input = useRef<HTMLInputElement>(null);
  return (
    <section aria-label={texts.compareTitle}>
      <h3>{texts.compareTitle}</h3>
      <p className="dim small">{texts.compareBody}</p>
      <div>
        <Button small disabled={working} aria-label={`${texts.compareTitle}: ${texts.compare}`} onClick={() => input.current?.click()}>
          {texts.compare}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={texts.compareTitle}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void compare(file);
          // The user may choose the same file again after correcting it.
          event.currentTarget.value = '';
          focusAfterUse(event.currentTarget);
        }}
      />
      {compared && (
        <div data-compared>
          <Compared compared={compared} />
        </div>
      )}
    </section>
  );
}
