package dev.sluice.portal.edit;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import java.util.List;

/** A small policy to edit. */
final class Sample {
    static final Rule ADS = new Rule(
            "ads",
            "Ads",
            true,
            List.of(new Condition.InCategory(List.of("ads", "trackers"))),
            new Action.Block("No ads."));
    static final Rule LUNCH =
            new Rule("lunch", "Lunch", true, List.of(new Condition.InSchedule(List.of("noon"))), new Action.Allow());
    static final Rule LOCAL = new Rule(
            "local", "Local", true, List.of(new Condition.ClientNetwork(List.of("10.0.0.0/8"))), new Action.Allow());

    static final PolicyBundle POLICY = new PolicyBundle(
            List.of(ADS, LUNCH, LOCAL),
            List.of(
                    new Category("ads", List.of("ads.example")),
                    new Category("trackers", List.of("track.example")),
                    new Category("unused", List.of())),
            List.of(new Schedule(
                    "noon", "Europe/Vienna", List.of(new Schedule.Window(List.of("MON"), "12:00", "13:00")))),
            new Action.Block(""));

    private Sample() {}
}
