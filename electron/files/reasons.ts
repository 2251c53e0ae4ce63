const words: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'Your share of the disk is used up.',
  EROFS: 'The disk is read-only.',
  EACCES: 'You have no permission there.',
  EPERM: 'You have no permission there.',
  ENOENT: 'The folder is not there.',
  ENOTDIR: 'A part of its path is a file, not a folder.',
  EISDIR: 'It is a folder.',
  EPIPE: 'Its reader closed it before all was written.',
  ENXIO: 'There is nothing at its other end.',
  EBADF: 'The program was started without it.',
  EIO: 'The disk failed.',
  EFBIG: 'It is too large.',
  ERR_FS_FILE_TOO_LARGE: 'It is too large.',
  EBUSY: 'Another program is using it.',
  EMFILE: 'Too many files are open.',
  ENAMETOOLONG: 'Its name is too long.',
  ELOOP: 'Its links lead in a circle.',
};

/** The system's error code; empty when the error has none. */
export function errorCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

/** Why the system refused, as a sentence. */
export function reason(thrown: unknown): string {
  const code = errorCode(thrown);
  return words[code] ?? (code === '' ? 'The system gives no reason.' : `The system says ${code}.`);
}

/** Whether a process with this number runs. A process of another user counts as running. */
export function runsNow(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errorCode(thrown) === 'EPERM';
  }
}

/** The result of a call; undefined when there is no such file, or it cannot be read. */
export function orNothing<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}
