import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';

export interface Option {
  readonly id: number;
  readonly label: string;
}

/** One of a few, e.g. a revision or an attempt. */
export function Choice({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: number;
  readonly onChange: (id: number) => void;
}) {
  return (
    <Select
      className="choice"
      value={value}
      onChange={(key) => {
        if (typeof key === 'number') onChange(key);
      }}
    >
      <Label className="quiet">{label}</Label>
      <Button className="button">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover">
        <ListBox className="choices" items={[...options]}>
          {(option) => <ListBoxItem className="choice-option">{option.label}</ListBoxItem>}
        </ListBox>
      </Popover>
    </Select>
  );
}
