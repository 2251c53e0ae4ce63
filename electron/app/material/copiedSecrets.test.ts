import { describe, expect, it } from 'vitest';
import { CopiedSecrets } from './copiedSecrets.ts';

const secret = '00112233445566778899aabbccddeeff';

/** Makes a clipboard. @param readable false for a host that cannot read the clipboard */
function make(readable: boolean) {
  const system = { text: '', clears: true, cleared: 0 };
  const secrets = new CopiedSecrets({
    read: () => Promise.resolve(readable ? system.text : undefined),
    clear: () => {
      if (system.clears) Object.assign(system, { text: '', cleared: system.cleared + 1 });
      return Promise.resolve(system.clears);
    },
  });
  return { system, secrets };
}

describe('a host that reads the clipboard', () => {
  it('clears a secret that is on it, however it was pasted about', async () => {
    const { system, secrets } = make(true);
    secrets.handedOut('ffff');
    secrets.handedOut(secret);
    secrets.handedOut('eeee');
    system.text = ` ${secret.toUpperCase()}\n`;
    expect(await secrets.clear()).toEqual({ ok: true, value: { done: true } });
    expect(system.text).toBe('');
  });

  it('leaves alone what the user copied since', async () => {
    const { system, secrets } = make(true);
    secrets.handedOut(secret);
    system.text = "the user's own";
    expect((await secrets.clear()).ok).toBe(true);
    expect(system).toMatchObject({ text: "the user's own", cleared: 0 });
  });
});

describe('any host', () => {
  it('clears once, and not at all when no secret was handed out', async () => {
    const { system, secrets } = make(false);
    expect((await secrets.clear()).ok).toBe(true);
    expect(system.cleared).toBe(0);
    secrets.handedOut(secret);
    for (let i = 0; i < 2; i++) expect((await secrets.clear()).ok).toBe(true);
    expect(system.cleared).toBe(1);
  });

  it('says when it did not work, and can be asked again', async () => {
    const { system, secrets } = make(true);
    secrets.handedOut(secret);
    Object.assign(system, { text: secret, clears: false });
    expect(await secrets.clear()).toMatchObject({ ok: false, fault: { code: 'app/clipboard-not-cleared' } });
    system.clears = true;
    expect((await secrets.clear()).ok).toBe(true);
    expect(system.text).toBe('');
  });
});

it('a secret that is handed out while the one before is being cleared is cleared later', async () => {
  let read: (text: string) => void = () => undefined;
  let text = secret;
  const secrets = new CopiedSecrets({ read: () => new Promise((resolve) => (read = resolve)), clear: () => Promise.resolve((text = '') === '') });
  secrets.handedOut(secret);
  const first = secrets.clear();
  secrets.handedOut('ffff');
  read(text);
  await first;
  text = 'ffff';
  const second = secrets.clear();
  read(text);
  expect([(await second).ok, text]).toEqual([true, '']);
});
