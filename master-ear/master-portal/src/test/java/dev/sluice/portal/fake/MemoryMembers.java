package dev.sluice.portal.fake;

import dev.sluice.master.member.Member;
import dev.sluice.master.member.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members that a test puts in. */
public final class MemoryMembers extends Members {
    public final List<Member> members = new ArrayList<>();

    @Override
    public List<Member> all() {
        return List.copyOf(members);
    }

    @Override
    public Optional<Member> find(String id) {
        return members.stream().filter(m -> m.id().equals(id)).findFirst();
    }
}
