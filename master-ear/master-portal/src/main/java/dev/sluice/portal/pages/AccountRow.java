package dev.sluice.portal.pages;

import dev.sluice.master.report.GapSum;
import dev.sluice.master.report.NodeAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * Where one node's records are, as the page shows it.
 *
 * @param holds whether generated = applied + in spool + gaps
 * @param remark what a person should know about it, or empty
 * @param millis up to when its records are complete, in milliseconds since 1970; 0 for never
 */
public record AccountRow(
        String node,
        String generated,
        String applied,
        String spooled,
        String gaps,
        String gapDetails,
        boolean holds,
        String verdict,
        String remark,
        String completeUpTo,
        long millis,
        String ago) {

    static AccountRow of(NodeAccount account, Instant now) {
        Instant upTo = account.completeUpTo();
        return new AccountRow(
                account.node(),
                Amounts.count(account.generated()),
                Amounts.count(account.applied()),
                Amounts.count(account.spooled()),
                Amounts.count(account.gaps()),
                gapDetails(account),
                account.unaccounted() == 0,
                account.unaccounted() == 0 ? "Holds" : Amounts.count(account.unaccounted()) + " missing",
                remark(account),
                upTo.toString(),
                upTo.toEpochMilli(),
                Amounts.ago(Duration.between(upTo, now)));
    }

    private static String gapDetails(NodeAccount account) {
        if (account.gaps() == 0) {
            return "";
        }
        String told = account.told().stream().map(AccountRow::inWords).collect(Collectors.joining(", "));
        return Amounts.count(account.dropped()) + " dropped by the node, " + Amounts.count(account.damaged())
                + " damaged" + (told.isEmpty() ? "" : "; it told of: " + told);
    }

    private static String inWords(GapSum gap) {
        return Amounts.count(gap.records()) + " " + gap.of() + " (" + gap.cause() + ")";
    }

    private static String remark(NodeAccount account) {
        if (account.lost() > 0) {
            return "The node freed them as stored, and they are not here: was the database restored from a backup?";
        }
        if (account.unaccounted() > 0) {
            return "The node made them, and says of none where they are.";
        }
        long more = account.applied() + account.gaps() + account.spooled() - account.generated();
        return more == 0
                ? ""
                : Amounts.count(more)
                        + " more than it counts: stored since it last spoke, or made before its folder was new";
    }
}
