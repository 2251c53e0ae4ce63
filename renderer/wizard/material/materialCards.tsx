import type { CertificateView, KeyView, MaterialView } from '../../../core/contract/material.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { Rows } from '../../ui/rows.tsx';
import { wizardTexts as texts } from '../texts.ts';
import { day } from './day.ts';
import css from './material.module.css';

const mono = (text: string) => <span className="mono">{text}</span>;

function KeyCard({ item }: { readonly item: KeyView | undefined }) {
  return (
    <Card title={texts.key}>
      {item === undefined ? (
        <p className="dim">{texts.missing}</p>
      ) : (
        <Rows
          label={texts.key}
          rows={[
            { field: texts.algorithm, says: item.algorithmName },
            { field: texts.fingerprint, says: mono(item.fingerprint) },
            { field: texts.file, says: item.file },
          ]}
        />
      )}
    </Card>
  );
}

function CertificateCard({ item }: { readonly item: CertificateView | undefined }) {
  return (
    <Card title={texts.certificate}>
      {item === undefined ? (
        <p className="dim">{texts.missing}</p>
      ) : (
        <>
          <Rows
            label={texts.certificate}
            rows={[
              { field: texts.subject, says: item.subject },
              { field: texts.issuer, says: item.issuer },
              { field: texts.valid, says: texts.validFromTo(day(item.notBefore), day(item.notAfter)) },
              { field: texts.algorithm, says: item.algorithmName },
              { field: texts.fingerprint, says: mono(item.fingerprint) },
              { field: texts.file, says: `${item.file}, ${texts.bytes(item.size)}` },
            ]}
          />
          {item.warnings.map((warning) => (
            <Banner key={warning} tone="warn">
              {warning}
            </Banner>
          ))}
        </>
      )}
    </Card>
  );
}

/** What lies on a slot: a key, a certificate, one of them still missing. */
export function MaterialCards({ material }: { readonly material: MaterialView }) {
  if (material.key === undefined && material.certificate === undefined) return null;
  return (
    <div className={css.cards}>
      <KeyCard item={material.key} />
      <CertificateCard item={material.certificate} />
    </div>
  );
}
