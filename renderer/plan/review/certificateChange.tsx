import { ArrowRight } from 'lucide-react';
import type { ChangeView } from '../../../core/contract/plan.ts';
import { sayDay, sayFingerprint } from '../../../core/result/format.ts';
import { BeforeAfter } from '../../ui/beforeAfter.tsx';
import css from './review.module.css';
import { summaryTexts as texts } from './summaryTexts.ts';

function Facts({ side }: { readonly side: ChangeView['before'] }) {
  const { certificate } = side;
  if (certificate === undefined) return <p>{side.says}</p>;
  const rows = [
    [texts.subject, certificate.subject],
    [texts.issuer, certificate.issuer],
    [texts.serial, certificate.serial],
    [texts.valid, texts.validFromTo(sayDay(certificate.notBefore), sayDay(certificate.notAfter))],
    [texts.key, certificate.algorithmName],
    [texts.sha256, sayFingerprint(certificate.sha256.slice(0, 16))],
  ] as const;
  return (
    <dl className={css.certificate}>
      {rows.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A certificate that is written: its facts, the facts of the certificate that it replaces, and the bytes on request. */
export function CertificateChange({ change }: { readonly change: ChangeView }) {
  return (
    <>
      <div className={css.certificates}>
        <Facts side={change.before} />
        <ArrowRight size="1.25rem" aria-hidden />
        <Facts side={change.after} />
      </div>
      <details>
        <summary>{texts.bytes}</summary>
        <BeforeAfter {...change} />
      </details>
    </>
  );
}
