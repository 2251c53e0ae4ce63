import { Hammer } from 'lucide-react';
import { useEffect } from 'react';
import { useBoard } from '../board/boardStore.ts';
import { useKeys } from '../keys/store.ts';
import { ActionBar } from '../ui/actions.tsx';
import { Button } from '../ui/button.tsx';
import { Check } from '../ui/choices.tsx';
import { Field } from '../ui/field.tsx';
import css from './build.module.css';
import { BuildAside } from './buildAside.tsx';
import { WithFault } from './buildFault.tsx';
import { useForm, wrongWith, type FormProps } from './formParts.ts';
import { MaterialSlot, sayKey } from './materialSlot.tsx';
import { ObjectField } from './objectField.tsx';
import { PayloadForm } from './payloadForm.tsx';
import { useBuild } from './buildStore.ts';
import { useInspect } from './inspectStore.ts';
import { buildTexts as texts } from './texts.ts';
import { sayBytes } from '../../core/result/format.ts';

function Where({ view, form, change }: FormProps) {
  return (
    <fieldset className={css.part}>
      <legend>{texts.where}</legend>
      <div className={css.three}>
        <ObjectField label={texts.target} hint={texts.targetHint} value={form.target} choices={view.targets} error={wrongWith(view, 'target')} onText={(target) => change({ target })} />
        <ObjectField label={texts.anchor} hint={texts.anchorHint} value={form.trustAnchor} choices={view.anchors} error={wrongWith(view, 'trustAnchor')} onText={(trustAnchor) => change({ trustAnchor })} />
        <Field
          label={texts.version}
          inputMode="numeric"
          value={form.version}
          placeholder={view.version === undefined ? undefined : String(view.version)}
          hint={form.version === '' ? texts.versionAuto(view.version) : texts.versionUsed}
          error={wrongWith(view, 'version')}
          onText={(version) => change({ version })}
        />
      </div>
    </fieldset>
  );
}

function Confidential({ view, form, change }: FormProps) {
  const makeSecret = useBuild((state) => state.makeSecret);
  const secret = view.secret && `${view.secret.file}, ${sayBytes(view.secret.length)}`;
  return (
    <>
      <Check title={texts.confidential} detail={texts.confidentialDetail} checked={form.confidential} onCheck={(confidential) => change({ confidential })} />
      {form.confidential && (
        <div className={css.inner}>
          <MaterialSlot
            slot="secret"
            title={texts.secret}
            says={texts.secretSays}
            given={secret}
            error={wrongWith(view, 'secret')}
            others={
              <Button small onClick={() => void makeSecret()}>
                {texts.makeSecret}
              </Button>
            }
          />
          <div className={css.three}>
            <ObjectField label={texts.secretObject} hint="" value={form.secretObject} choices={view.secrets} error={wrongWith(view, 'secretObject')} onText={(secretObject) => change({ secretObject })} />
            <Field label={texts.label} value={form.label} error={wrongWith(view, 'label')} onText={(label) => change({ label })} />
            <Field label={texts.seedLength} inputMode="numeric" value={form.seedLength} hint={texts.seedHint} error={wrongWith(view, 'seedLength')} onText={(seedLength) => change({ seedLength })} />
          </div>
        </div>
      )}
    </>
  );
}

function Unicast({ view, form, change }: FormProps) {
  const own = view.chip?.componentId;
  return (
    <>
      <Check title={texts.unicast} detail={texts.unicastDetail} checked={form.unicast} onCheck={(unicast) => change({ unicast })} />
      {form.unicast && (
        <div className={css.inner}>
          <Field label={texts.componentId} mono value={form.componentId} hint={texts.componentHint} error={wrongWith(view, 'componentId')} onText={(componentId) => change({ componentId })} />
          {own !== undefined && own !== form.componentId && (
            <div className={css.buttons}>
              <Button small onClick={() => change({ componentId: own })}>
                {texts.thisChip}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function Protection(props: FormProps) {
  const { view } = props;
  return (
    <fieldset className={css.part}>
      <legend>{texts.protection}</legend>
      <MaterialSlot slot="signer" title={texts.signer} says={texts.signerSays} given={sayKey(view.signer)} error={wrongWith(view, 'signer')} />
      <Confidential {...props} />
      <Unicast {...props} />
    </fieldset>
  );
}

/** The builder: every payload, signer and protection. Errors are shown while the user types. */
export function Build() {
  const { waiting, load, build, reset, refuse } = useBuild();
  const show = useInspect((state) => state.show);
  const go = useInspect((state) => state.go);
  const loadKeys = useKeys((state) => state.load);
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  const props = useForm();
  useEffect(() => void load(), [chipId, load]);
  useEffect(() => void loadKeys(), [loadKeys]);
  if (props === undefined) return null;
  const { problems } = props.view;
  const make = async (): Promise<void> => {
    const answer = await build();
    if (!answer.ok) return refuse(answer.fault);
    show(answer);
    go('inspect');
  };
  return (
    <div className={css.screen}>
      <div className={css.scroll}>
        <div className={css.page}>
          <div className={css.form}>
            <WithFault />
            <PayloadForm {...props} />
            <Where {...props} />
            <Protection {...props} />
          </div>
          <BuildAside view={props.view} />
        </div>
      </div>
      <ActionBar
        others={
          <Button look="quiet" onClick={() => void reset()}>
            {texts.reset}
          </Button>
        }
        note={problems.length === 0 ? texts.ready : texts.problems(problems.length)}
        main={{ label: texts.build, run: () => void make(), disabled: problems.length > 0 || waiting, icon: <Hammer size="1.25rem" aria-hidden /> }}
      />
    </div>
  );
}
