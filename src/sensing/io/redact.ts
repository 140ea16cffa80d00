/** Addresses as they may be shown: a camera's user name and password are never printed. */

/** `rtsp://user:secret@10.0.0.7/1` → `rtsp://10.0.0.7/1`, wherever in the text; secret query values go too. */
export function withoutCredentials(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#\s]*@/gi, '$1')
    .replace(/([?&](?:user|username|usr|pass|passwd|password|pwd|token|key|auth|secret)=)[^&\s]*/gi, '$1…')
}
