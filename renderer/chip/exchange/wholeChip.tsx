import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ComparedView } from '../../../core/contract/wholeChip.ts';
import { useNavigation } from '../../navigation/navigation.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DropZone } from '../../ui/dropZone.tsx';
import { Fault } from '../../ui/fault.tsx';
import { wholeTexts as texts } from './texts.ts';
import css from './wholeChip.module.css';
import { useWholeChip } from './wholeChipStore.ts';

interface Line {
  readonly key: string;
  readonly object: string;
  readonly field: string;
  readonly left: string;
  readonly right: string;
}

/** One line for each difference. */
function differences({ id, name, only, metadata, data, firstDifference }: ComparedView): Line[] {
  const object = `${id} ${name}`;
  if (only !== undefined) {
    const here = only === 'left';
    return [{ key: id, object, field: '', left: here ? texts.onlyHere : '', right: here ? '' : texts.onlyThere }];
  }
  const fields = metadata.map(({ field, left, right }) => ({ key: `${id}-${field}`, object, field: field.replaceAll('_', ' '), left: left ?? texts.notSet, right: right ?? texts.notSet }));
  if (data !== 'differs') return fields;
  const says = texts.contentDiffers(firstDifference ?? 0);
  return [...fields, { key: `${id}-content`, object, field: texts.content, left: '', right: says }];
}

function Differences({ objects }: { readonly objects: readonly ComparedView[] }) {
  const lines = objects.filter(({ same }) => !same).flatMap(differences);
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{texts.columns.object}</th>
          <th scope="col">{texts.columns.field}</th>
          <th scope="col">{texts.columns.chip}</th>
          <th scope="col">{texts.columns.file}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, object, field, left, right }) => (
          <tr key={key}>
            <th scope="row">{object}</th>
            <td>{field}</td>
            <td>{left}</td>
            <td>{right}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the file does not contain. "No difference in the known part" is not the same as "equal". */
function MissingContent({ objects }: { readonly objects: readonly ComparedView[] }) {
  const notes = objects.flatMap(({ id, name, notes }) => notes.map((note) => `${id} ${name}: ${note}`));
  if (notes.length === 0) return null;
  return (
    <details>
      <summary>{texts.missingContent(notes.length)}</summary>
      <ul className={css.list}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}

function Compared() {
  const { compared, imported, busy } = useWholeChip();
  const startImport = useWholeChip((state) => state.import);
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  if (compared === undefined) return null;
  const differing = compared.objects.filter(({ same }) => !same).length;
  const review = async (): Promise<void> => {
    if (await startImport()) goScreen('review');
  };
  const refused = imported?.objects.filter(({ state }) => state === 'refused') ?? [];
  return (
    <section aria-label={texts.file(compared.name)} className={css.compared}>
      <h3>{texts.file(compared.name)}</h3>
      {differing === 0 ? (
        <Banner tone="good">{texts.equal(compared.objects.length)}</Banner>
      ) : (
        <>
          <p>{texts.differ(differing, compared.objects.length)}</p>
          <Differences objects={compared.objects} />
          {imported?.plan === undefined && imported !== undefined && <Banner tone="info">{texts.nothingToDo}</Banner>}
          {refused.length > 0 && (
            <div>
              <p>{texts.refused(refused.length)}</p>
              <ul className={css.list}>
                {refused.map(({ id, name, why }) => (
                  <li key={id}>{`${id} ${name}: ${why.join(' ')}`}</li>
                ))}
              </ul>
            </div>
          )}
          <div className={css.buttons}>
            <Button disabled={busy !== undefined} onClick={() => void review()}>
              {busy === 'importing' ? texts.importing : texts.importIt}
            </Button>
          </div>
        </>
      )}
      <MissingContent objects={compared.objects} />
    </section>
  );
}

function Exported() {
  const exported = useWholeChip((state) => state.exported);
  if (exported === undefined) return null;
  return (
    <div role="status">
      <p>{texts.saved(exported.name, exported.folder)}</p>
      {exported.leftOut.length > 0 && (
        <details>
          <summary>{texts.leftOut(exported.leftOut.length)}</summary>
          <ul className={css.list}>
            {exported.leftOut.map(({ id, name, why }) => (
              <li key={id}>{`${id} ${name}: ${why}`}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Export, comparison and import of the chip's whole content. */
export function WholeChip() {
  const { busy, fault, compared, takeFile } = useWholeChip();
  const place = useRef<HTMLDivElement>(null);
  // The file may have been dropped in another room or far from this card, so the result is scrolled into view.
  useEffect(() => {
    if (fault !== undefined || compared !== undefined) place.current?.scrollIntoView({ block: 'start' });
  }, [fault, compared]);
  const exportAs = useWholeChip((state) => state.export);
  return (
    <div ref={place}>
      <Card title={texts.title}>
        <p className="dim small">{texts.body}</p>
        <div className={css.buttons}>
          <Button icon={<Download size="1rem" aria-hidden />} disabled={busy !== undefined} onClick={() => void exportAs('json')}>
            {texts.exportJson}
          </Button>
          <Button icon={<Download size="1rem" aria-hidden />} disabled={busy !== undefined} onClick={() => void exportAs('otc')}>
            {texts.exportOtc}
          </Button>
        </div>
        {busy === 'reading' && <p className="dim">{texts.working}</p>}
        <Exported />
        <DropZone label={texts.dropLabel} says={texts.dropSays} choose={texts.choose} multiple={false} onFiles={([file]) => file && void takeFile(file)} />
        {fault && <Fault fault={fault} />}
        <Compared />
      </Card>
    </div>
  );
}
