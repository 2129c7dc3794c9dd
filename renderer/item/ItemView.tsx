import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { ItemDetails } from '../../shared/contracts/outbox-api.ts';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';
import { EditDialog } from '../edit/EditDialog.tsx';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';
import { useItemVersion } from '../live/use-item-version.ts';
import { useNow } from '../live/use-now.ts';
import { AttemptsPanel } from './AttemptsPanel.tsx';
import { copyText } from './copy-text.ts';
import { DependenciesPanel } from './DependenciesPanel.tsx';
import { ItemHeader } from './ItemHeader.tsx';
import type { ItemActions } from './item-actions.ts';
import { LocateDialog } from './LocateDialog.tsx';
import type { Copying } from './MoreMenu.tsx';
import { canBeChecked, nextSteps, type Step } from './next-steps.ts';
import { RawPanel } from './RawPanel.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import { ResolveDialog } from './ResolveDialog.tsx';
import { ResponsePanel } from './ResponsePanel.tsx';
import { SummaryPanel } from './SummaryPanel.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import './item.css';

interface Props {
  readonly id: string;
  readonly actions: ItemActions;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

/** One item, kept up to date while it is shown. */
export function ItemView({ id, actions, onOpen, onClose }: Props) {
  const version = useItemVersion(id);
  const now = useNow();
  const details = useCall('get', { id }, version);
  // Why it does not move also depends on servers, accounts and other items.
  const explanation = useCall('explain', { id }, `${version}/${Math.floor(now / 5000)}`);
  if (details.error !== null)
    return (
      <section className="item" aria-label={ITEM_WORDS.region}>
        <p className="trouble">
          {details.error.code === 'ITEM_NOT_FOUND'
            ? ITEM_WORDS.gone
            : pageErrorSentence(details.error)}
        </p>
      </section>
    );
  if (details.value === null) return <p className="quiet item">{ITEM_WORDS.loading}</p>;
  return (
    <Shown
      key={id}
      details={details.value}
      explanation={explanation.value ?? []}
      version={version}
      now={now}
      actions={actions}
      onOpen={onOpen}
      onClose={onClose}
    />
  );
}

const PANELS = [
  'summary',
  'request',
  'response',
  'attempts',
  'timeline',
  'dependencies',
  'raw',
] as const;

type Panel = (typeof PANELS)[number];

interface ShownProps extends Omit<Props, 'id'> {
  readonly details: ItemDetails;
  readonly explanation: readonly Explanation[];
  readonly version: number;
  readonly now: number;
}

function Shown({ details, explanation, version, now, actions, onOpen, onClose }: ShownProps) {
  const client = useClient();
  const [panel, setPanel] = useState<Panel>('summary');
  const [attempt, setAttempt] = useState<number | null>(null);
  const [dialog, setDialog] = useState<'edit' | 'resolve' | 'locate' | null>(null);
  const [said, setSaid] = useState('');
  const { item, person, attempts } = details;
  const steps = nextSteps(item, explanation, now);

  const readAnswer = (number: number | null) => {
    setAttempt(number);
    setPanel('response');
  };

  const take = (step: Step) => {
    switch (step.kind) {
      case 'readAnswer':
        return readAnswer(null);
      case 'edit':
      case 'resolve':
      case 'locate':
        return setDialog(step.kind);
      case 'check':
        return actions.perform(item, { kind: 'resolved', arrived: 'check' });
      case 'openItem':
        return onOpen(step.id);
      default:
        return actions.perform(item, step);
    }
  };

  const textOf = async (what: Copying) => {
    const { id } = item;
    if (what === 'id') return { ok: true, value: { text: id } } as const;
    if (what !== 'har') return client.call('curl', { id, shell: what });
    const har = await client.call('har', { id });
    return har.ok ? ({ ok: true, value: { text: JSON.stringify(har.value) } } as const) : har;
  };

  const copy = async (what: Copying) => {
    const text = await textOf(what);
    if (!text.ok) return setSaid(pageErrorSentence(text.error));
    setSaid((await copyText(text.value.text)) ? ITEM_WORDS.copied : ITEM_WORDS.notCopied);
  };

  const shown: Readonly<Record<Panel, React.ReactNode>> = {
    summary: (
      <SummaryPanel
        item={item}
        person={person}
        explanation={explanation}
        steps={steps}
        now={now}
        onStep={take}
        onOpen={onOpen}
      />
    ),
    request: <RequestPanel item={item} />,
    response: (
      <ResponsePanel item={item} attempts={attempts} number={attempt} onChoose={setAttempt} />
    ),
    attempts: <AttemptsPanel item={item} attempts={attempts} onRead={readAnswer} />,
    timeline: <TimelinePanel id={item.id} version={version} />,
    dependencies: <DependenciesPanel id={item.id} version={version} onOpen={onOpen} />,
    raw: <RawPanel details={details} />,
  };

  return (
    <section className="item" aria-label={ITEM_WORDS.region}>
      <ItemHeader
        item={item}
        now={now}
        steps={steps.possible}
        said={said}
        onStep={take}
        onExport={() => actions.export(item)}
        onCopy={(what) => void copy(what)}
        onClose={onClose}
      />
      <Tabs
        className="tabs"
        selectedKey={panel}
        onSelectionChange={(key) => setPanel(key as Panel)}
      >
        <TabList className="tab-list" aria-label={ITEM_WORDS.panels}>
          {PANELS.map((one) => (
            <Tab key={one} id={one} className="tab">
              {ITEM_WORDS[one]}
              {one === 'attempts' && attempts.length > 0 && ` (${attempts.length})`}
            </Tab>
          ))}
        </TabList>
        {PANELS.map((one) => (
          <TabPanel key={one} id={one} className="tab-panel">
            {shown[one]}
          </TabPanel>
        ))}
      </Tabs>
      {dialog === 'edit' && (
        <EditDialog
          item={item}
          onClose={() => setDialog(null)}
          onSaved={(edited) => actions.edited(edited)}
        />
      )}
      {dialog === 'locate' && (
        <LocateDialog item={item} onClose={() => setDialog(null)} onFound={actions.located} />
      )}
      <ResolveDialog
        open={dialog === 'resolve'}
        canBeChecked={canBeChecked(explanation)}
        onClose={() => setDialog(null)}
        onResolve={(arrived) => actions.perform(item, { kind: 'resolved', arrived })}
      />
    </section>
  );
}
