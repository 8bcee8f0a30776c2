import type { OwnBuffer } from './inputs.js';
/**
 * JSON in plain text, and whether any of it was encrypted. Only decryption makes one; `console.log` and
 * `JSON.stringify` do not show the text.
 */
export declare class Decrypted {
    #private;
    private constructor();
    /** The JSON text. */
    get json(): OwnBuffer;
    /**
     * Whether the text, or a part of it, was encrypted and authentic. Otherwise it is the input as it was, and nothing is
     * known about where it comes from.
     */
    get wasEncrypted(): boolean;
    toJSON(): {
        wasEncrypted: boolean;
        size: number;
    };
}
