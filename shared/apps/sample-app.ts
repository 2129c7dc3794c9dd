/** The sample that comes along: it is there while practice mode runs, and its id is nobody else's. */
export const SAMPLE_APP = 'practice-inspection';
