package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.User;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserListTest {
    private static final String HASH = PasswordHash.of("secret of all".toCharArray());

    private static PolicyBundle policy(List<User> users) {
        return new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow()).withUsers(users);
    }

    @Test
    void findsAPartOfANameOrOfAGroup() {
        PolicyBundle policy = policy(
                List.of(new User("ann", List.of("staff"), HASH), new User("bob", List.of("lab", "planning"), HASH)));

        assertThat(UserList.of(policy, "").rows())
                .containsExactly(new UserList.Row("ann", "staff", ""), new UserList.Row("bob", "lab, planning", ""));
        assertThat(UserList.of(policy, " ANN ").rows())
                .extracting(UserList.Row::name)
                .containsExactly("ann", "bob");
        assertThat(UserList.of(policy, "staf").rows())
                .extracting(UserList.Row::name)
                .containsExactly("ann");
        assertThat(UserList.of(policy, "nobody")).isEqualTo(new UserList(List.of(), 0));
    }

    @Test
    void showsTheFirstOfManyAndSaysHowManyMoreThereAre() {
        PolicyBundle policy = policy(IntStream.range(0, 250)
                .mapToObj(i -> new User("user-" + (1_000 + i), List.of(), HASH))
                .toList());

        UserList all = UserList.of(policy, "");
        assertThat(all.rows()).hasSize(UserList.SHOWN);
        assertThat(all.hidden()).isEqualTo(50);
        assertThat(UserList.of(policy, "user-1249"))
                .isEqualTo(new UserList(List.of(new UserList.Row("user-1249", "", "")), 0));
    }
}
