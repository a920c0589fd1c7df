package dev.sluice.policy.match;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Schedules. The answer is kept for the second it holds, so that zones are looked up once a second, not per exchange. */
public final class ScheduleTable {
    private final RuleSets sets;
    private final List<Condition> conditions;
    private final long[] always;

    /** Written without a lock: any thread's answer for a second is as good as another's. */
    private volatile Answer last;

    private record Condition(int rule, List<WeeklyHours> schedules) {
        boolean holds(Instant time) {
            return schedules.stream().anyMatch(schedule -> schedule.isOpen(time));
        }

        String describe() {
            return String.join(
                    ";",
                    schedules.stream()
                            .map(WeeklyHours::describe)
                            .distinct()
                            .sorted()
                            .toList());
        }
    }

    private record Answer(long second, long[] rules) {}

    /** Collects the conditions. */
    public static final class Builder {
        private final RuleSets sets;
        private final List<Condition> conditions = new ArrayList<>();

        public Builder(int rules) {
            sets = new RuleSets(rules);
        }

        public void add(int rule, List<WeeklyHours> schedules) {
            sets.addCondition(rule);
            conditions.add(new Condition(rule, schedules));
        }

        public ScheduleTable build() {
            return new ScheduleTable(sets, conditions);
        }
    }

    private ScheduleTable(RuleSets sets, List<Condition> conditions) {
        this.sets = sets;
        this.conditions = List.copyOf(conditions);
        this.always = sets.whenHolding(new BitSet());
        this.last = new Answer(Long.MIN_VALUE, always);
    }

    /** The rules that this time leaves possible. */
    public long[] find(Instant time) {
        if (conditions.isEmpty()) {
            return always;
        }
        Answer answer = last;
        if (answer.second() != time.getEpochSecond()) {
            answer = new Answer(time.getEpochSecond(), answer(time));
            last = answer;
        }
        return answer.rules();
    }

    private long[] answer(Instant time) {
        BitSet holding = new BitSet();
        for (int condition = 0; condition < conditions.size(); condition++) {
            holding.set(condition, conditions.get(condition).holds(time));
        }
        return sets.compute(holding);
    }

    public void describe(CanonicalForm form) {
        List<String> lines = conditions.stream()
                .map(condition -> condition.rule() + " " + condition.describe())
                .distinct()
                .sorted()
                .toList();
        form.number(lines.size());
        lines.forEach(form::text);
    }
}
