import { fromHex } from '../../bytes/hex.ts';
import { must } from '../../result/result.ts';
import { inSequence, parseDer, sequence } from '../der.ts';

/**
 * A PKCS#12 container whose empty password has no bytes, as libcrypto writes it for a password of NULL. The openssl program
 * cannot write one, but opens it. Made for these tests with libcrypto 3.0.19 and a new key and certificate (CN=n):
 * PKCS12_create(NULL, NULL, key, certificate, NULL, 146, 146, 3, 3, 0), where 146 is 3DES with SHA-1.
 */
export const nullPasswordContainer: Uint8Array = must(
  fromHex(
    '3082031f020103308202d606092a864886f70d010701a08202c7048202c3308202bf308201b606092a864886f70d010706a08201a7308201' +
    'a30201003082019c06092a864886f70d010701301b060a2a864886f70d010c0103300d0408b9bd54cd0e6e3b600201038082017088c6b8ec' +
    '6b3b96e7375f61b0b5278a75bcb13f8a851fc6d2892ae000ea225994096ddaa3f847d96b288b3cc1bd6324b6903502cc4547d15e153bc5b0' +
    'f8d66ced845701fdb60ddee0f6e17a89840cafa54606cea3925e502c328354261e983cc6226e45cf2da372b96b742d7ca5b9fca67d60ed44' +
    'c99f2396c9b59c0e51bd26d066d09385b29b58c94a61c6070e3cbf3cb4cadc939f6a1b7d91b7c82dfba696605c54ae68a0b5974499119741' +
    '1fb0c5a4a9dcdeb52e958b62517067d5e76dd8e05ea1f2298f5b41b27acc0317a370e759f1482483b3a75afd0fb5827de27297d8fd127c22' +
    'b563065439ae07b36c503960490925c0205fcfd87b866349bff94d30759bf59c018d91848763788191f8e27b15e9321bdf68a055a5c7237c' +
    'd431c27c7c777ff7782db368a3dd2d762b424072bb75a79e9f269b3ee1686577206b020096e1a8cf3fb668c3873dac16a36a110272f319e4' +
    '2be60f2c3dc9beb9b91097e540de118bb2c9243ae3cc0c840319779f3082010106092a864886f70d010701a081f30481f03081ed3081ea06' +
    '0b2a864886f70d010c0a0102a081b33081b0301b060a2a864886f70d010c0103300d04081e71ca4091565f54020103048190157ace0fccb9' +
    'ad7beb75855a91405f364f0eab925ab2655e6bfd12ec037870e2bfc00c6f11f92e65c5197ab1859693de778c892d8beb608c240ef66ae191' +
    '967c3aa21ded0f8ab613239f4d213dd89ae5bcfd67f9bcf93f94536c47cb70d7694e4ab474c9d0aa6dc149cfddcbb7f71225f0852b2bd69c' +
    'b69b4313f2601a2e326aedc86ba594dbb305f0874b5f0c4d497d3125302306092a864886f70d010915311604143b8b8ebd1f5c66299922a1' +
    'b6e4d8184e6766981c30403031300d060960864801650304020105000420b7a3f90e172f87343a657bf89a8d3443484b3cae03fa8aba1e0b' +
    '6ec36f2a01360408b411a57d3ffafde9020103',
  ),
);

/** A container without its check value. The option -nomac of openssl leaves the certificates in clear too. */
export function withoutMac(container: Uint8Array): Uint8Array {
  const [version, content] = inSequence(must(parseDer(container, 'container')));
  return sequence(version?.whole ?? new Uint8Array(), content?.whole ?? new Uint8Array());
}
