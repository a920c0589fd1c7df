package dev.sluice.portal.fake;

import dev.sluice.master.rollup.Dimension;
import dev.sluice.master.rollup.Figures;
import dev.sluice.master.rollup.Latency;
import dev.sluice.master.rollup.Measure;
import dev.sluice.master.rollup.Period;
import dev.sluice.master.rollup.Reports;
import dev.sluice.master.rollup.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The same figures for whatever is asked; remembers what was. */
public final class MemoryReports extends Reports {
    private static final Figures FIGURES = new Figures(100, 5, 2, 60, 1_000, 50_000);
    private static final Latency LATENCY =
            new Latency(Duration.ofMillis(12), Duration.ofMillis(80), Duration.ofMillis(300));

    public final List<Object> asked = new ArrayList<>();
    public long hoursLeft;

    @Override
    public Overview overview(Period period, String node) {
        asked.addAll(List.of(period, node));
        return new Overview(period, FIGURES, LATENCY, Figures.NONE, Latency.NONE);
    }

    @Override
    public Series series(Period period, String node, Optional<Tier> step) {
        if (period.length().compareTo(Duration.ofDays(10)) > 0) {
            throw new IllegalArgumentException("Too many steps");
        }
        asked.addAll(List.of(period, node, step));
        Instant from = period.from();
        return new Series(period, step.orElse(Tier.DAY), List.of(new Point(from, FIGURES, LATENCY)));
    }

    @Override
    public Users users(Period period, String node) {
        asked.addAll(List.of(period, node));
        return new Users(period, Tier.DAY, List.of(new UserCount(period.from(), 7)), Map.of("slave-1", 7L));
    }

    @Override
    public Ranking top(Dimension dimension, Measure measure, Period period, String node, int limit) {
        asked.addAll(List.of(dimension, measure, period, node, limit));
        return new Ranking(period, 1, List.of(new Entry("ads.example", FIGURES)), Figures.NONE);
    }

    @Override
    public Map<Measure, Ranking> rankings(
            Dimension dimension, Set<Measure> measures, Period period, String node, int limit) {
        return measures.stream()
                .collect(
                        Collectors.toMap(Function.identity(), measure -> top(dimension, measure, period, node, limit)));
    }

    @Override
    public long hoursLeft(Period period) {
        return hoursLeft;
    }

    @Override
    public List<NodeFigures> byNode(Period period) {
        return List.of(
                new NodeFigures("slave-1", FIGURES, LATENCY), new NodeFigures("slave-2", Figures.NONE, Latency.NONE));
    }
}
