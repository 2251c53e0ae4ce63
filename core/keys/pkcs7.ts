import { inContext, inSequence, readOid, type DerNode } from './der.ts';

const signedData = '1.2.840.113549.1.7.2';
const family = '1.2.840.113549.1.7.';

/** Whether it is a ContentInfo of PKCS#7 (RFC 5652). */
export const isPkcs7 = (node: DerNode): boolean => {
  const [kind, content] = inSequence(node);
  return (readOid(kind) ?? '').startsWith(family) && (content === undefined || content.tag === 0xa0);
};

/** Certificates of a PKCS#7 file (.p7b, .p7c), in file order. */
export function certificatesOfPkcs7(node: DerNode): readonly DerNode[] {
  const [kind, ...rest] = inSequence(node);
  if (readOid(kind) !== signedData) return [];
  const [, , , ...more] = inSequence(inContext(rest, 0)?.children[0]);
  return (inContext(more, 0)?.children ?? []).filter(({ tag }) => tag === 0x30);
}
