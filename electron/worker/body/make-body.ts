import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { JobBody, JobPart } from '../../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { BodyProblem } from '../../../shared/outbox/attempt-outcome.ts';
import { multipartBody } from './multipart.ts';
import type { RequestBody } from './request-body.ts';
import { fileBody, textBody } from './streamed-body.ts';

/** The characters of RFC 2046 §5.1.1 that need no quotes in a content type. */
const BOUNDARY = /^[0-9A-Za-z'+_.-]{1,70}$/;

/** Anything that could end a header line early, or be no text at all. form-data checks none of it. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** The body of a request, or why there can be none; null where there is none to send. */
export function makeBody(body: JobBody): Result<RequestBody | null, BodyProblem> {
  switch (body.kind) {
    case 'none':
      return ok(null);
    case 'inline': {
      const sha256 = createHash('sha256').update(body.text, 'utf8').digest('hex');
      if (sha256 !== body.sha256) return invalid('the stored body is not the accepted one');
      return ok(textBody(body.text, body.contentType));
    }
    case 'file':
      return ok(fileBody(body.file, body.contentType));
    case 'multipart': {
      if (!BOUNDARY.test(body.boundary)) return invalid('boundary');
      for (const [index, part] of body.parts.entries()) {
        const wrong = whatIsWrong(part);
        if (wrong !== null) return invalid(`part ${index + 1}: ${wrong}`);
      }
      return ok(multipartBody(body.boundary, body.parts));
    }
    default:
      return assertNever(body);
  }
}

function whatIsWrong(part: JobPart): string | null {
  // CR and LF in a name are percent-encoded by form-data; nothing encodes a NUL.
  if (part.name.includes('\0')) return 'name';
  if (part.kind === 'field') return null;
  // Without a file name the part would turn into a text field.
  if (part.filename.includes('\0') || basename(part.filename) === '') return 'file name';
  return part.contentType === '' || CONTROL.test(part.contentType) ? 'content type' : null;
}

const invalid = (detail: string): Result<never, BodyProblem> =>
  err({ code: 'REQUEST_INVALID', detail });
