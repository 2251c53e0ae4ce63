import { Tabs } from '../ui/tabs.tsx';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { Build } from './build.tsx';
import css from './datasets.module.css';
import { Inspect } from './inspect.tsx';
import { SeriesView } from './series.tsx';
import { useInspect } from './inspectStore.ts';
import { studioTexts as texts } from './texts.ts';

const tabs = (['inspect', 'build', 'series'] as const).map((id) => ({ id, title: texts[id] }));
const views = { inspect: Inspect, build: Build, series: SeriesView } as const;

/** The studio: inspect data sets, build them, and make them for a whole reel. */
export function DatasetsRoom() {
  const tab = useInspect((state) => state.tab);
  const go = useInspect((state) => state.go);
  const View = views[tab];
  return (
    <div className={css.room}>
      <div className={css.head}>
        <ScreenHeading>{texts.title}</ScreenHeading>
        <Tabs label={texts.tabs} tabs={tabs} current={tab} onGo={go} />
      </div>
      <View />
    </div>
  );
}
