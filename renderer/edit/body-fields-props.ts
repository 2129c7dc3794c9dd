import type { EditForm, FilePlace } from './edit-form.ts';

export interface BodyFieldsProps {
  readonly form: EditForm;
  readonly onChange: (form: EditForm) => void;
  /** A file that was chosen for a place of the form. */
  readonly onFile: (place: FilePlace, file: File) => void;
  /** A file that was chosen for a part of its own. */
  readonly onNewFile: (file: File) => void;
}
