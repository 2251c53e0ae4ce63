import { csvCell } from '../result/csv.ts';
import { chipIdParts, reelObjects } from './names.ts';
import { subjectAndSerial } from './certificateSummary.ts';
import type { Reel } from './reel.ts';

const yes = (has: boolean): string => (has ? 'yes' : 'no');

/** The reel's chips as CSV, without any secret. @param stateOf what this station knows of a chip */
export function listCsv(reel: Reel, stateOf: (chipId: string) => string): string {
  const head = 'chip_id,batch,x,y,subject,serial,E0E0,E0E1,E0E2,binding_secret,authorization_reference,state';
  const lines = reel.ids.map((id) => {
    const { batch, x, y } = chipIdParts(id);
    const der = reelObjects.map((object) => reel.certificate(id, object)).find((found) => found !== undefined);
    const { subject = '', serial = '' } = (der && subjectAndSerial(der)) ?? {};
    const present = (['E0E0', 'E0E1', 'E0E2', 'pbs', 'auto'] as const).map((thing) => yes(reel.holds(id, thing)));
    return [id, batch, String(x), String(y), subject, serial, ...present, stateOf(id)].map(csvCell).join(',');
  });
  return `${[head, ...lines].join('\n')}\n`;
}
