package dev.sluice.slave.alarm;

/** What an alarm is about; each has one alarm at most. */
public enum Matter {
    /** The active policy is not on disk. */
    POLICY_DISK,
    /** A policy came that no master of this cluster has signed. */
    SIGNATURE,
    /** A part of the policy that should be enforced cannot be fetched. */
    SECTIONS,
    /** A master speaks that has lost its lease. */
    OLD_MASTER,
    /** The policy that the master says is not the one that is active. */
    HEAD,
    /** The node's certificate cannot be read, is about to run out, or its successor is not usable. */
    CERTIFICATE,
    /** What the node must remember of its membership is not on disk. */
    MEMBERSHIP,
    /** The access.log that was asked for cannot be written. */
    ACCESS_LOG,
    /** The spool is full, so that records are given up. */
    SPOOL_FULL,
    /** The disk does not take records. */
    SPOOL_DISK,
    /** Records were damaged on the disk. */
    SPOOL_DAMAGE,
    /** Records became too old. */
    SPOOL_AGE
}
