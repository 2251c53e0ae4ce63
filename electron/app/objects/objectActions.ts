import { conditionOf } from '../../../core/access/conditionOf.ts';
import { evaluate } from '../../../core/access/evaluate.ts';
import { sayField } from '../../../core/access/sayMetadata.ts';
import { explain } from '../../../core/access/explain.ts';
import { unmetReason } from '../../../core/access/unmetReason.ts';
import { plainAccess } from '../../../core/access/accessContext.ts';
import type { ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { ObjectAction, ObjectActionName } from '../../../core/contract/objects.ts';
import { isKeyKind, type ObjectEntry } from '../../../core/objects/catalogue.ts';
import { keyUsages, maySign, objectTypeCodes } from '../../../core/objects/codes.ts';
import { field, fieldNumber, holdsKey, isOperational, metadataTags, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { whyWords as words } from './objectWords.ts';

type Access = 'change' | 'read' | 'execute';

const can = (name: ObjectActionName): ObjectAction => ({ name, can: true });
const cannot = (name: ObjectActionName, why: string): ObjectAction => ({ name, can: false, why });

interface About {
  readonly entry: ObjectEntry;
  readonly metadata: Metadata;
  readonly identity: ChipSnapshot;
}

const accessWords = { change: 'Changing it', read: 'Reading it', execute: 'Using it' } as const;

/** Whether an action is possible by its condition. The result of a linked counter cannot be predicted; it can only be tried. */
function byCondition(name: ObjectActionName, access: Access, { metadata, identity }: About): ObjectAction {
  const [condition, state] = [conditionOf(metadata, access), plainAccess(metadata, identity)];
  const why = unmetReason(condition, state);
  if (why !== undefined && access === 'execute' && evaluate(condition, state) === undefined) return { name, can: true, why: words.it(accessWords[access], why) };
  return why === undefined ? can(name) : cannot(name, words.it(accessWords[access], why));
}

/**
 * Checks, before a key is made in an object, whether the chip would sign a request with that key. A linked counter can only be
 * tried.
 */
export function checkMaySign(id: Oid, metadata: Metadata, identity: ChipSnapshot): Result<void, 'object/not-for-this'> {
  const condition = conditionOf(metadata, 'execute');
  const { sentence, truth } = explain(condition, plainAccess(metadata, identity));
  if (truth !== false) return ok(undefined);
  const object = formatOid(id);
  return err(fault('object/not-for-this', { object, what: 'No key was made: the chip could not sign its request.', why: `The execute condition of ${object} is: ${sentence}; that is not met now.` }));
}

function editMetadata({ metadata }: About): ObjectAction {
  if (!isOperational(metadata)) return can('metadata');
  const update = field(metadata, 'meta_update');
  const still = update === undefined ? '' : words.withUpdate(sayField(metadataTags.meta_update, update));
  return cannot('metadata', `${field(metadata, 'lcso') === undefined ? words.noLifecycle : words.operational}${still}`);
}

function lock({ metadata }: About): ObjectAction {
  if (!isOperational(metadata)) return can('lock');
  return cannot('lock', field(metadata, 'lcso') === undefined ? words.noLifecycle : words.locked);
}

function sign(name: 'csr' | 'sign-test', about: About): ObjectAction {
  if (!holdsKey(about.metadata)) return cannot(name, words.noKey);
  const usage = fieldNumber(about.metadata, 'key_usage') ?? 0;
  if (!maySign(usage)) return cannot(name, words.usage(keyUsages(usage).join(', ').replaceAll('_', ' ') || 'nothing'));
  return byCondition(name, 'execute', about);
}

function count(about: About): ObjectAction {
  if (fieldNumber(about.metadata, 'type') !== objectTypeCodes.up_counter) return cannot('count', words.notCounter);
  return byCondition('count', 'execute', about);
}

const readOnly = (about: About, why: string): ObjectAction[] => [byCondition('read', 'read', about), cannot('write', why)];

/** Lists what can be done with an object now, and why other actions are not possible. */
export function actionsOf(about: About): ObjectAction[] {
  const { kind } = about.entry;
  if (isKeyKind(kind)) {
    const signs = kind === 'aes-key' ? [] : [sign('sign-test', about), sign('csr', about)];
    return [byCondition('generate-key', 'change', about), ...signs, editMetadata(about), lock(about), cannot('read', words.keyData)];
  }
  switch (kind) {
    case 'uid':
    case 'event-counter':
    case 'security-status':
    case 'last-error':
    case 'session':
      return readOnly(about, words.chipWide);
    case 'lifecycle':
      return readOnly(about, words.wholeLifecycle);
    case 'setting':
      return [byCondition('read', 'read', about), byCondition('write', 'change', about), editMetadata(about)];
    case 'counter':
      return [byCondition('read', 'read', about), count(about), byCondition('write', 'change', about), editMetadata(about), lock(about)];
    default:
      return [byCondition('read', 'read', about), byCondition('write', 'change', about), byCondition('erase', 'change', about), editMetadata(about), lock(about)];
  }
}
