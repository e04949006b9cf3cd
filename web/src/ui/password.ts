/** The length the server asks for; counted in characters, not UTF-16 units. */
export const passwordMin = 10;
export const lengthOf = (text: string) => Array.from(text).length;
