package dev.sluice.master.node;

/** What a person should look at although the node works. */
public enum Warning {
    /** Its clock is off by more than the limit. */
    CLOCK,
    /** It runs another version of the product than the master. */
    VERSION,
    /** Its certificate runs out within a tenth of its life: it was not renewed. */
    CERTIFICATE,
    /** It says that something went wrong. */
    ERROR
}
