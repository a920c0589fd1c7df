package dev.sluice.portal.access;

import dev.sluice.master.security.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Lets the container check passwords against the administrators' accounts. Nobody has groups: who may in may do everything. */
@ApplicationScoped
public class AccountsIdentityStore implements IdentityStore {
    @Inject
    Accounts accounts;

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        return accounts.authenticate(name, credential.getPasswordAsString())
                ? new CredentialValidationResult(name)
                : CredentialValidationResult.INVALID_RESULT;
    }
}
