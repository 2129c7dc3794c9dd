import { outtray } from '../client/index.ts';
import { keepDraft } from './draft.ts';
import { followInspections } from './inspections.ts';
import { find } from './page.ts';
import { watchPhotos } from './photos.ts';
import { submit } from './submit.ts';

const form = find('inspection', HTMLFormElement);
const button = find('submit', HTMLButtonElement);
const said = find('said', HTMLElement);
const photos = watchPhotos();
const draft = keepDraft(form);
const here = outtray();
if (here !== null) followInspections(here);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const data = new FormData(form);
  for (const photo of photos.files()) data.append('photos', photo);
  void send(data, find('place', HTMLInputElement).value);
});

async function send(data: FormData, place: string): Promise<void> {
  button.disabled = true;
  try {
    const { answer } = await submit(data, place);
    // From here on it cannot be lost: the form is free for the next one.
    form.reset();
    photos.clear();
    draft.clear();
    said.textContent = `${place}: safe on this computer.`;
    void tell(answer, place);
  } catch (error) {
    said.textContent = `Not submitted: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    button.disabled = false;
  }
}

async function tell(answer: Promise<Response>, place: string): Promise<void> {
  try {
    const response = await answer;
    said.textContent = response.ok
      ? `${place}: the server has it.`
      : `${place}: the server refused it (${response.status}).`;
  } catch (error) {
    said.textContent = `${place}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
