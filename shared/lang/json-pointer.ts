/** RFC 6901 section 3. */
export const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
