import { ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import { operatorLimit } from '../../core/contract/limits.ts';
import { ignoredPortsLimit } from '../../core/contract/operations.ts';
import { zoomBy, useSettings } from './settingsStore.ts';
import { useSettingsTab } from './settingsTab.ts';
import { SlotsPage } from '../slots/slotsPage.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/choices.tsx';
import { Field } from '../ui/field.tsx';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { EngineerPin } from './engineerPin.tsx';
import { SaveFolder } from './saveFolder.tsx';
import { Licences } from './licences.tsx';
import { WizardDefaults } from './wizardDefaults.tsx';
import css from './settings.module.css';
import { settingsTexts as texts } from './texts.ts';

const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, ...texts.themes[value] }));

/** The name is saved when the field loses the focus, or with Enter. */
function Operator({ name }: { readonly name: string }) {
  const { change } = useSettings();
  const [text, setText] = useState(name);
  const keep = () => {
    if (text.trim() !== name) void change({ operator: text.trim() });
  };
  return <Field label={texts.operator} hint={texts.operatorHint} value={text} maxLength={operatorLimit} onText={setText} onBlur={keep} onKeyDown={({ key }) => key === 'Enter' && keep()} />;
}

/** The ports are saved when the field loses the focus, or with Enter. */
function IgnoredPorts({ ports }: { readonly ports: readonly string[] }) {
  const { change } = useSettings();
  const [text, setText] = useState(ports.join(', '));
  const keep = () => {
    const ignoredPorts = [...new Set(text.split(/[,;\n]/).map((one) => one.trim()))].filter((one) => one !== '').slice(0, ignoredPortsLimit);
    if (ignoredPorts.join() !== ports.join()) void change({ ignoredPorts });
  };
  return <Field label={texts.ignoredPorts} hint={texts.ignoredPortsHint} mono value={text} maxLength={2000} onText={setText} onBlur={keep} onKeyDown={({ key }) => key === 'Enter' && keep()} />;
}

/** The program's own settings. */
function GeneralSettings() {
  const { settings, version, host, change } = useSettings();
  const { theme, zoom, operator = '', ignoredPorts = [], saveFolder = '' } = settings;
  return (
    <div className={css.general}>
      <Choices legend={texts.theme} options={themes} value={theme} onChoose={(chosen) => void change({ theme: chosen })} />
      <section aria-label={texts.zoom}>
        <h2 className="partTitle">{texts.zoom}</h2>
        <div className={css.zoom}>
          <Button icon={<ZoomOut size="1rem" aria-hidden />} disabled={zoom <= 0.8} onClick={() => void change({ zoom: zoomBy(zoom, -1) })}>
            {texts.smaller}
          </Button>
          <output aria-live="polite">{texts.zoomIs(zoom)}</output>
          <Button icon={<ZoomIn size="1rem" aria-hidden />} disabled={zoom >= 2} onClick={() => void change({ zoom: zoomBy(zoom, 1) })}>
            {texts.larger}
          </Button>
          <Button look="quiet" disabled={zoom === 1} onClick={() => void change({ zoom: 1 })}>
            {texts.reset}
          </Button>
        </div>
      </section>
      <Operator key={operator} name={operator} />
      <SaveFolder key={`folder ${saveFolder}`} folder={saveFolder} />
      <WizardDefaults />
      <EngineerPin />
      <IgnoredPorts key={ignoredPorts.join()} ports={ignoredPorts} />
      <Licences />
      {version !== '' && <p className="dim small">{texts.version(version, host)}</p>}
    </div>
  );
}

const tabs = (['general', 'slots'] as const).map((id) => ({ id, title: texts.tabs[id] }));
const views = { general: GeneralSettings, slots: SlotsPage } as const;

/** The settings of the program, and the slots of the station. */
export function SettingsRoom() {
  const { tab, go } = useSettingsTab();
  const View = views[tab];
  return (
    <div className={css.room}>
      <div className={css.head}>
        <ScreenHeading>{texts.title}</ScreenHeading>
        <Tabs label={texts.parts} tabs={tabs} current={tab} onGo={go} />
      </div>
      <View />
    </div>
  );
}
