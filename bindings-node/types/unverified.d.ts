/**
 * Why a request was let through without proof of its sender: dev mode, and nothing is signed; dev mode, and there is no
 * key to verify the signature with; its method needs no signature; a sync needs none.
 */
export type UnverifiedReason = 'dev' | 'dev_without_key' | 'unsigned_method' | 'unsigned_sync';
/**
 * The verdict on a request that anyone can have sent, and that was let through all the same. It has nothing in common
 * with `Verified`, so that nobody mistakes the one for the other. Only an `Endpoint` makes one.
 */
export declare class Unverified {
    #private;
    private constructor();
    /** Why it was let through. */
    get reason(): UnverifiedReason;
    toJSON(): {
        reason: UnverifiedReason;
    };
}
