import type { ReactNode } from 'react';
import type { CertificateView, KeyView, MaterialView } from '../../../core/contract/material.ts';
import { sayDay, sayFingerprint } from '../../../core/result/format.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { wizardTexts as texts } from '../texts.ts';
import css from './material.module.css';

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <p className={css.fact}>
    <span className="dim">{name}</span> {children}
  </p>
);

function KeyCard({ item }: { readonly item: KeyView | undefined }) {
  if (item === undefined) return <Card title={texts.key}><p className="dim">{texts.missing}</p></Card>;
  return (
    <Card title={texts.key}>
      <p className={css.headline}>{item.algorithmName}</p>
      <div>
        {item.fingerprint !== '' && (
          <Fact name={texts.fingerprint}>
            <span className="mono">{sayFingerprint(item.fingerprint)}</span>
          </Fact>
        )}
        <Fact name={texts.file}>{item.file}</Fact>
      </div>
    </Card>
  );
}

function CertificateCard({ item }: { readonly item: CertificateView | undefined }) {
  if (item === undefined) return <Card title={texts.certificate}><p className="dim">{texts.missing}</p></Card>;
  return (
    <Card title={texts.certificate}>
      <p className={css.headline}>{item.subject}</p>
      <div>
        <Fact name={texts.issuer}>{item.issuer}</Fact>
        <Fact name={texts.valid}>{texts.validFromTo(sayDay(item.notBefore), sayDay(item.notAfter))}</Fact>
        <Fact name={texts.algorithm}>{item.algorithmName}</Fact>
        <Fact name={texts.fingerprint}>
          <span className="mono">{sayFingerprint(item.fingerprint)}</span>
        </Fact>
        <Fact name={texts.file}>{`${item.file}, ${texts.bytes(item.size)}`}</Fact>
        {item.unused.map((subject) => (
          <Fact key={subject} name={texts.unused}>
            {subject}
          </Fact>
        ))}
      </div>
      {item.warnings.map((warning) => (
        <Banner key={warning} tone="warn">
          {warning}
        </Banner>
      ))}
    </Card>
  );
}

/** The content of a slot: a key, a certificate, or both. */
export function MaterialCards({ material }: { readonly material: MaterialView }) {
  if (material.key === undefined && material.certificate === undefined) return null;
  return (
    <div className={css.cards}>
      <KeyCard item={material.key} />
      {material.key?.algorithm.startsWith('aes') !== true && <CertificateCard item={material.certificate} />}
    </div>
  );
}
