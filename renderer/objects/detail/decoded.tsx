import { useObjects } from '../objectsStore.ts';
import { Rows } from '../../ui/rows.tsx';

/** The decoded content: one group for each certificate, the counter, or the UID. */
export function Decoded() {
  const data = useObjects((state) => state.data);
  return (
    <>
      {data?.decoded.map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <Rows label={title} rows={rows.map(({ label, text }) => ({ field: label, says: text }))} />
        </section>
      ))}
    </>
  );
}
