import type { ReactNode } from 'react';
import { hexBytes } from './diffBytes.ts';
import css from './rows.module.css';

export interface Row {
  readonly field: ReactNode;
  readonly says: ReactNode;
  /** Hex. */
  readonly bytes?: string | undefined;
}

/** Names and values, with the bytes beside the value if they are known. */
export function Rows({ label, rows }: { readonly label: string; readonly rows: readonly Row[] }) {
  const withBytes = rows.some(({ bytes }) => bytes !== undefined);
  return (
    <table className={css.rows} aria-label={label}>
      <tbody>
        {rows.map(({ field, says, bytes }, at) => (
          <tr key={at}>
            <th scope="row">{field}</th>
            <td>{says}</td>
            {withBytes && <td className={css.bytes}>{hexBytes(bytes).join(' ')}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
