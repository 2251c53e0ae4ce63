import type { Area } from '../handlers.ts';
import type { ObjectKeys } from './objectKeys.ts';
import type { ObjectService } from './objectService.ts';

/** Implements the contract's operations on the chip's objects. */
export const objectHandlers = (objects: ObjectService, keys: ObjectKeys): Area<'objects'> => ({
  'objects/list': () => objects.list(),
  'objects/read': ({ id, reveal }) => objects.read(id, reveal === true),
  'objects/export': ({ id, as }) => objects.export(id, as),
  'objects/compare': ({ id, ticket }) => objects.compare(id, ticket),
  'objects/offered': async ({ id, ticket }) => objects.offered(id, ticket),
  'objects/csr': ({ id, subject }) => keys.csr(id, subject),
  'objects/sign-test': ({ id, message }) => keys.signTest(id, message),
});
