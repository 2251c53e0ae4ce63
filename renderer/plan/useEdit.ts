import type { ObjectEdit } from '../../core/contract/objects.ts';
import type { Origin } from './planStore.ts';
import { usePlan } from './planStore.ts';
import { useNavigation } from '../navigation/navigation.ts';

/** Makes a plan of an edit and opens the review, which rehearses the plan on a twin and shows what would change. */
export function useEdit(origin: Origin = 'objects'): (edit: ObjectEdit) => Promise<boolean> {
  const edit = usePlan((state) => state.edit);
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  return (wanted) => {
    goScreen('review');
    return edit(wanted, origin);
  };
}
