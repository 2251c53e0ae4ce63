import { parentPort, workerData } from 'node:worker_threads';
import { parseCertificates, sniffMaterial } from '../../../core/certificates/material.ts';
import { encodePkcs8 } from '../../../core/keys/encodePrivateKey.ts';
import { hostEngine } from '../../files/kdfEngine.ts';
import { openJob, type Opened } from './openMaterial.ts';

const { bytes, file, password, certificatesOnly } = openJob.parse(workerData);

function open(): Opened {
  if (certificatesOnly === true) {
    const found = parseCertificates(bytes, file, hostEngine);
    return { ders: found.ok ? found.value.map(({ der }) => der.slice()) : [] };
  }
  const found = sniffMaterial(bytes, { file, engine: hostEngine, ...(password === undefined ? {} : { password }) });
  return found.ok ? { ders: [...found.value.keys.map(encodePkcs8), ...found.value.certificates.map(({ der }) => der.slice())] } : { fault: found.fault };
}

const answer = open();
parentPort?.postMessage(answer, 'ders' in answer ? answer.ders.map(({ buffer }) => buffer as ArrayBuffer) : []);
