import { toHex } from '../../bytes/hex.ts';
import { encodeMetadata, field } from '../../objects/metadata.ts';
import { formatOid, oid, type Oid } from '../../objects/oid.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../snapshot.ts';

/** One file of the folder that the vendor's Trust Configurator opens. */
export interface ConfiguratorFile {
  readonly name: string;
  readonly text: string;
}

export const configuratorXml = 'OPTIGA_Trust.xml';

/** Objects that the Configurator does not know, because the chip manages them itself. */
export const unknownToConfigurator: ReadonlySet<Oid> = new Set([0xf1c1, 0xe0c2, 0xe0c0, 0xe0c1, 0xe0c5, 0xe0c6].map(oid));

/** The vendor tool's names of the chips. The Configurator chooses its object map by this name. */
const productNames = {
  'trust-m-v1': 'OPTIGA\u2122 Trust M V1 (SLS32AIA010MH/S)',
  'trust-m-v3': 'OPTIGA\u2122 Trust M V3 (SLS32AIA010ML/K)',
} as const;

const listed = (snapshot: ChipSnapshot): ObjectSnapshot[] => [...snapshot.objects.values()].filter(({ id }) => !unknownToConfigurator.has(id));

const shortId = (object: ObjectSnapshot): string => formatOid(object.id).slice(2);

/** The content that gets a file of its own: that of objects that count their used bytes. */
const contentOf = ({ metadata, data }: ObjectSnapshot): Uint8Array | undefined =>
  data === undefined || data.length === 0 || field(metadata, 'used_size') === undefined ? undefined : data;

function oidElement(object: ObjectSnapshot): string[] {
  const id = shortId(object);
  const tags = toHex(encodeMetadata(object.metadata).subarray(2)).toUpperCase();
  const [from, value, file] = contentOf(object) === undefined ? ['Infineon', 'Default', ''] : ['Customer', 'Updated', `${id}.dat`];
  return [
    `            <oid id="${id}">`,
    `                <metadata value="Updated_Tags">${tags}</metadata>`,
    `                <data data_from="${from}" value="${value}" type="Plain" chip_individual="false">${file}</data>`,
    '            </oid>',
  ];
}

/** Project fields that the Configurator requires. The user fills them in with the Configurator. */
const head = (product: string): string[] => [
  '<?xml version="1.0"?>',
  '<OPTIGA>',
  '    <Tool_Version>1.00.0177</Tool_Version>',
  `    <Product Version="${product}">`,
  '        <Contact_infineon Domain="Infineon">',
  '            <Contact><First_Name></First_Name><Email></Email></Contact>',
  '        </Contact_infineon>',
  '        <Contact_customer Domain="customer">',
  '            <Contact><Name></Name><Email></Email><Company></Company><Project_Name></Project_Name></Contact>',
  '        </Contact_customer>',
  '        <Chip_config value="product_config">',
  '            <Slave_Address>0x30</Slave_Address>',
  '            <Temp_Variant>STR (Standard, -25\u00b0c to +85\u00b0c)</Temp_Variant>',
  '            <Chip_Label>01</Chip_Label>',
  '            <Chip_Id_Name user_modified="true">FIXME</Chip_Id_Name>',
  '        </Chip_config>',
];

const tail = (build: string): string[] => [
  '        <keypairs><keypair></keypair></keypairs>',
  '        <additional_info></additional_info>',
  '        <common>',
  '            <outputpath>../../../Results</outputpath>',
  `            <deviceCUID><build-version>${build}</build-version></deviceCUID>`,
  '            <shielded-connection>',
  '                <is-enabled>no</is-enabled>',
  '                <pre-shared-secret>E140.dat</pre-shared-secret>',
  '            </shielded-connection>',
  '        </common>',
  '    </Product>',
  '</OPTIGA>',
  '',
];

/** 32 bytes a line, upper case. */
const datText = (data: Uint8Array): string => `${(toHex(data).toUpperCase().match(/.{1,64}/g) ?? []).join('\n')}\n`;

/** The chip as the folder that the vendor's Configurator opens: an XML with every object's tags, and a .dat file for each content. */
export function encodeConfigurator(snapshot: ChipSnapshot): ConfiguratorFile[] {
  const objects = listed(snapshot);
  const { family, build } = snapshot.uid;
  const xml = [...head(productNames[family]), '        <objects>', ...objects.flatMap(oidElement), '        </objects>', ...tail(build)].join('\n');
  const dats = objects.flatMap((object) => {
    const data = contentOf(object);
    return data === undefined ? [] : [{ name: `${shortId(object)}.dat`, text: datText(data) }];
  });
  return [{ name: configuratorXml, text: xml }, ...dats];
}
