/**
 * Reads a command for PowerShell as PowerShell would, by its documented rules (about_Quoting_Rules,
 * about_Special_Characters): it cannot be had on our machines. Whatever is not of the one form that our commands have
 * is an error, so that a quote which ends a string too early is one as well.
 */
export interface ReadCommand {
  /** The file of options that curl is given. */
  readonly options: string;
  /** What is looked at before anything is sent. */
  readonly guards: readonly {
    readonly path: string;
    readonly sha256: string;
    readonly says: string;
  }[];
  /** What the body is put together of; null where the options say it. */
  readonly pieces: readonly (string | { readonly path: string })[] | null;
}

const BEFORE_PIECES =
  '$body = [IO.Path]::GetTempFileName()\n$out = [IO.File]::Create($body)\nforeach ($piece in @(\n';

const AFTER_PIECES = `
)) {
  if ($piece -is [IO.FileInfo]) { $in = $piece.OpenRead(); $in.CopyTo($out); $in.Dispose() }
  else { $bytes = [Text.Encoding]::UTF8.GetBytes($piece); $out.Write($bytes, 0, $bytes.Length) }
}
$out.Dispose()
`;

const BEFORE_OPTIONS =
  "$options = [IO.Path]::GetTempFileName()\n[IO.File]::WriteAllText($options, @'\n";

export function readPowershell(script: string): ReadCommand {
  const { take, isNext, comment, verbatim, expandable, hereString, end } = scanner(script);
  while (isNext('#')) comment();
  const guards: ReadCommand['guards'][number][] = [];
  while (isNext('if ')) {
    take('if ((Get-FileHash -LiteralPath ');
    const path = verbatim();
    take(' -ErrorAction SilentlyContinue).Hash -ne ');
    const sha256 = verbatim();
    take(') {\n  [Console]::Error.WriteLine(');
    guards.push({ path, sha256, says: verbatim() });
    take('); $failed = $true\n} else');
  }
  if (guards.length > 0) take(' {\n');
  const pieces: (string | { readonly path: string })[] = [];
  const hasBody = isNext('$body');
  if (hasBody) {
    take(BEFORE_PIECES);
    do {
      take('  ');
      if (isNext('"')) pieces.push(expandable());
      else {
        take('[IO.FileInfo]');
        pieces.push({ path: verbatim() });
      }
    } while (isNext(',\n') && take(',\n'));
    take(AFTER_PIECES);
  }
  take(BEFORE_OPTIONS);
  const options = hereString();
  take(`)\ncurl.exe --config $options${hasBody ? ' --data-binary "@$body"' : ''}\n`);
  take(`Remove-Item $options${hasBody ? ', $body' : ''}\n`);
  if (guards.length > 0) take('}\n');
  end();
  return { guards, options, pieces: hasBody ? pieces : null };
}

/** Typographic quotes are quotes. */
const SINGLE = /['\u2018\u2019\u201a\u201b]/;
const DOUBLE = /["\u201c\u201d\u201e]/;

/** about_Special_Characters; `e and `u are of version 7 only, and mean nothing in 5. */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function scanner(script: string) {
  let at = 0;

  const fail = (wanted: string): never => {
    throw new Error(`${wanted} expected at ${JSON.stringify(script.slice(at, at + 60))}`);
  };
  const isNext = (text: string): boolean => script.startsWith(text, at);
  const take = (text: string): true => {
    if (!isNext(text)) fail(JSON.stringify(text));
    at += text.length;
    return true;
  };
  const one = (): string => script[at++] ?? fail('the end of a string');

  /** Everything up to a quote that is not there twice; `special` has its own say about a character. */
  function quoted(quote: RegExp, special: (character: string) => string | null): string {
    if (!quote.test(one())) fail('a quote');
    let text = '';
    for (;;) {
      const character = one();
      const meant = special(character);
      if (meant !== null) text += meant;
      else if (!quote.test(character)) text += character;
      else if (quote.test(script[at] ?? '')) text += one();
      else return text;
    }
  }

  /** The only expression that our commands have within a string. */
  function expression(): string {
    const found = /^\(\[char\](\d+)\)/.exec(script.slice(at, at + 20)) ?? fail('([char]N)');
    at += found[0].length;
    return String.fromCharCode(Number(found[1]));
  }

  return {
    take,
    isNext,
    comment: (): void => {
      at = script.indexOf('\n', at) + 1;
    },
    verbatim: () => quoted(SINGLE, () => null),
    expandable: () =>
      quoted(DOUBLE, (character) => {
        if (character === '`') {
          const escaped = one();
          if (escaped === 'e' || escaped === 'u') fail('an escape of version 5');
          return ESCAPES[escaped] ?? escaped;
        }
        return character === '$' ? expression() : null;
      }),
    /** Its last line begins with its end, and that is the only thing that means anything in it. */
    hereString: (): string => {
      const from = at;
      at = script.indexOf("\n'@", from);
      if (at < 0) fail('the end of the here-string');
      const text = script.slice(from, at);
      take("\n'@");
      return text;
    },
    end: (): void => {
      if (at !== script.length) fail('the end');
    },
  };
}
