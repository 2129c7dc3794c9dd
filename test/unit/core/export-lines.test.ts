import { expect, test } from 'vitest';
import { csvRecord } from '../../../electron/core/export/csv.ts';
import { CSV_HEAD, csvLine } from '../../../electron/core/export/item-lines.ts';
import { anItem } from '../../support/builders.ts';

test('a record quotes what must be quoted, and ends with CR LF', () => {
  expect(csvRecord(['a', 'b,c', 'd"e', 'f\ng', 'h\r', '', null, 7])).toBe(
    'a,"b,c","d""e","f\ng","h\r",,,7\r\n',
  );
});

test.for(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'a text that a spreadsheet would run is not run: %j',
  (text) => {
    expect(csvRecord([text])).toMatch(/^"?'/);
  },
);

test('numbers stay numbers, also negative ones', () => {
  expect(csvRecord([-5])).toBe('-5\r\n');
});

test('an item is one record with as many fields as the head has, whatever is in its title', () => {
  const line = csvLine(
    anItem(
      { title: '=HYPERLINK("http://x")\nb', labels: ['a', 'b'] },
      { state: 'attention', since: 1, reason: { code: 'REJECTED', status: 422 } },
    ),
  );
  expect(line).toContain(`"'=HYPERLINK(""http://x"")\nb"`);
  expect(line).toMatch(/,attention,REJECTED,POST,/);
  const fields = line.replaceAll(/"(?:[^"]|"")*"/g, 'q').split(',');
  expect(fields).toHaveLength(CSV_HEAD.split(',').length);
});
