/** The bytes of a message. */
export type Bytes = Uint8Array | ArrayBuffer;

/** The value of `X-Inngest-Signature` as HTTP libraries hand it over; absent if there is none. */
export type Header = string | readonly string[] | null | undefined;

/** The text of a signing key, or its UTF-8 bytes. */
export type KeyText = string | Uint8Array;

/** Bytes in memory of their own, in the terms of every version of TypeScript. */
export type OwnBytes = ReturnType<Uint8Array['slice']>;

/** A buffer in memory of its own, likewise. */
export type OwnBuffer = ReturnType<typeof Buffer.concat>;
