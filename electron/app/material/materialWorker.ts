import { parentPort, workerData } from 'node:worker_threads';
import { sniffMaterial } from '../../../core/certificates/material.ts';
import { encodePkcs8 } from '../../../core/keys/encodePrivateKey.ts';
import { hostEngine } from '../../files/kdfEngine.ts';
import { openJob, type Opened } from './openMaterial.ts';

const { bytes, file, password } = openJob.parse(workerData);
const found = sniffMaterial(bytes, { file, engine: hostEngine, ...(password === undefined ? {} : { password }) });
const answer: Opened = found.ok ? { ders: [...found.value.keys.map(encodePkcs8), ...found.value.certificates.map(({ der }) => der.slice())] } : { fault: found.fault };
parentPort?.postMessage(answer, 'ders' in answer ? answer.ders.map(({ buffer }) => buffer as ArrayBuffer) : []);
