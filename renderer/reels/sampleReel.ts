import { client } from '../client/client.ts';
import { useReels } from './store/reelsStore.ts';

/** Makes and opens a sample reel, with its CA certificates and its transport key. */
export async function openSampleReel(): Promise<void> {
  const made = await client.call('samples/reel', {});
  if (!made.ok) return useReels.setState({ fault: made.fault });
  const { bundle, anchors, transportKey } = made.value;
  const { open, trust, unlock } = useReels.getState();
  await open([bundle]);
  await trust(anchors);
  await unlock({ ticket: transportKey.ticket });
}
