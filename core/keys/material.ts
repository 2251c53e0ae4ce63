/** Keys and certificates of one file. It needs certificates, so it lives in their room; this is its announced address. */
export { sniffMaterial, type Material, type MaterialFault } from '../certificates/material.ts';
